package dev.tallyman.instrumentation.jobs;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A job that is being worked on, for a try-with-resources statement: closed before it was said to
 * be completed or out of time, it has ended in an error.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; it ends once, later calls do nothing.
 */
public final class RunningJob implements AutoCloseable {
  private final JobMetrics metrics;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();

  RunningJob(JobMetrics metrics) {
    this.metrics = metrics;
  }

  /** The job has done its work. */
  public void completed(long outputBytes) {
    if (ended.compareAndSet(false, true)) {
      metrics.completed(nanos(), outputBytes);
    }
  }

  /** The job took too long and was ended. */
  public void timedOut() {
    if (ended.compareAndSet(false, true)) {
      metrics.timedOut(nanos());
    }
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      metrics.failed(nanos());
    }
  }

  private long nanos() {
    return System.nanoTime() - startNanos;
  }
}
