/**
 * Counts files that users upload and download.
 *
 * <p>May import {@code metrics}. Everything is safe for all threads; recording never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.transfers;

import org.jspecify.annotations.NullMarked;
