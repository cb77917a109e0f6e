/**
 * LMDB's file, read without LMDB: whether LMDB may be let near it. It trusts what it maps, and a
 * bad page ends the process without a message.
 *
 * <p>For the rooms that keep a store: {@code archive} and {@code history}. Imports nothing of ours.
 * Failure: a {@link dev.tallyman.pages.DamagedPageException} that names the page.
 */
@NullMarked
package dev.tallyman.pages;

import org.jspecify.annotations.NullMarked;
