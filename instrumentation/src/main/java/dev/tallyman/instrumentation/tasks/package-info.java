/**
 * Counts and times tasks that are handed to others to be done later, and the queues they wait in.
 *
 * <p>{@link dev.tallyman.instrumentation.tasks.TaskMetrics} are the metrics; {@link
 * dev.tallyman.instrumentation.tasks.MeteredExecutor} feeds them from a pool of threads. May import
 * {@code metrics} and {@code model}. Everything is safe for all threads; recording never throws,
 * and what a task throws passes through.
 */
@NullMarked
package dev.tallyman.instrumentation.tasks;

import org.jspecify.annotations.NullMarked;
