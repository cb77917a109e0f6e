/**
 * Counts what goes wrong in an application, wherever it does.
 *
 * <p>May import {@code metrics}. Everything is safe for all threads; recording never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.errors;

import org.jspecify.annotations.NullMarked;
