/**
 * Counts what a camera sees, and how it is set.
 *
 * <p>May import {@code metrics} and {@code model}. Everything is safe for all threads; recording
 * never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.camera;

import org.jspecify.annotations.NullMarked;
