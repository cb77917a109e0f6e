/**
 * Counts what is said to a motion driver behind a serial port.
 *
 * <p>May import {@code metrics} and {@code model}. Everything is safe for all threads; recording
 * never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.motion;

import org.jspecify.annotations.NullMarked;
