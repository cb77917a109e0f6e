/**
 * Counts and times the tools that an application runs for its users.
 *
 * <p>May import {@code metrics} and {@code model}. Everything is safe for all threads; recording
 * never throws, and what the tool throws passes through.
 */
@NullMarked
package dev.tallyman.instrumentation.tools;

import org.jspecify.annotations.NullMarked;
