/**
 * Counts the sessions that users hold with an application, what they ask and what goes wrong.
 *
 * <p>May import {@code metrics} and {@code model}. Everything is safe for all threads; recording
 * never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.sessions;

import org.jspecify.annotations.NullMarked;
