/**
 * Counts and times the commands that steer a machine, and the switch that stops it when they cease.
 *
 * <p>May import {@code metrics}. Everything is safe for all threads; recording never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.control;

import org.jspecify.annotations.NullMarked;
