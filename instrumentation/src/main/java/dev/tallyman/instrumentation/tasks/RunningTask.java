package dev.tallyman.instrumentation.tasks;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task that is being done; see {@link TaskMetrics#track(String)}.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; it ends once, later calls do nothing.
 */
public final class RunningTask implements AutoCloseable {
  private final TaskMetrics metrics;
  private final String taskName;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();

  RunningTask(TaskMetrics metrics, String taskName) {
    this.metrics = metrics;
    this.taskName = taskName;
  }

  /** The task is done. */
  public void succeeded() {
    end("success");
  }

  /** Ends the task as a failure, unless it has ended. */
  @Override
  public void close() {
    end("failure");
  }

  private void end(String status) {
    if (ended.compareAndSet(false, true)) {
      metrics.ended(taskName, status, System.nanoTime() - startNanos);
    }
  }
}
