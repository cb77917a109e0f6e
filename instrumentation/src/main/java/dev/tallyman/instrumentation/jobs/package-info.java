/**
 * Counts and times the jobs that an application works through, and the line of those that wait.
 *
 * <p>May import {@code metrics} and {@code model}. Everything is safe for all threads; recording
 * never throws.
 */
@NullMarked
package dev.tallyman.instrumentation.jobs;

import org.jspecify.annotations.NullMarked;
