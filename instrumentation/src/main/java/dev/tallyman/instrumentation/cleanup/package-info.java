/**
 * Counts what a cleaning service removes.
 *
 * <p>May import {@code metrics}. Everything is safe for all threads; recording never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.cleanup;

import org.jspecify.annotations.NullMarked;
