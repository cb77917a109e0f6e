/**
 * Says which application this is, and which version of it.
 *
 * <p>May import {@code metrics}. Everything is safe for all threads.
 */
@NullMarked
package dev.tallyman.instrumentation.application;

import org.jspecify.annotations.NullMarked;
