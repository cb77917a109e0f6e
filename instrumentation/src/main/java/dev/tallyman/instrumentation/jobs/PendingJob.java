package dev.tallyman.instrumentation.jobs;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A job that waits for its turn; see {@link JobMetrics#enqueue()}.
 *
 * <p>Threading: safe for all threads; it may start on another thread than it was enqueued on.
 *
 * <p>Failure: none; it leaves the queue once.
 */
public final class PendingJob {
  private final JobMetrics metrics;
  private final AtomicBoolean left = new AtomicBoolean();

  PendingJob(JobMetrics metrics) {
    this.metrics = metrics;
  }

  /** Its turn has come. */
  public RunningJob start(long inputBytes) {
    cancel();
    return metrics.start(inputBytes);
  }

  /** Its turn will never come. */
  public void cancel() {
    if (left.compareAndSet(false, true)) {
      metrics.leftQueue();
    }
  }
}
