package dev.tallyman.metrics;

import java.util.concurrent.TimeUnit;

/**
 * A clock that was started, to be used in a try-with-resources statement.
 *
 * <p>Threading: one thread at a time. Failure: none.
 */
public final class Timer implements AutoCloseable {
  private final TimedDataPoint point;
  private final long startNanos = System.nanoTime();
  private boolean done;

  Timer(TimedDataPoint point) {
    this.point = point;
  }

  /**
   * Records the time since the start, the first time it is called.
   *
   * @return the time since the start, in seconds
   */
  public double observeDuration() {
    double seconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    if (!done) {
      done = true;
      point.recordSeconds(seconds);
    }
    return seconds;
  }

  @Override
  public void close() {
    double unused = observeDuration();
  }
}
