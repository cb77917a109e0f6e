package dev.tallyman.metrics;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * A data point that can take durations.
 *
 * <p>Threading: safe for all threads; a {@link Timer} belongs to one thread at a time.
 */
public sealed interface TimedDataPoint
    permits DistributionDataPoint, GaugeDataPoint, Gauge, Histogram, Summary {
  /** Records a duration. */
  void recordSeconds(double seconds);

  /** Starts the clock. */
  default Timer startTimer() {
    return new Timer(this);
  }

  /** Runs something and records how long it took, also if it throws. */
  default void time(Runnable task) {
    Timer timer = startTimer();
    try {
      task.run();
    } finally {
      timer.close();
    }
  }

  /** Runs something and records how long it took, also if it throws. */
  default <T> T time(Supplier<T> task) {
    Timer timer = startTimer();
    try {
      return task.get();
    } finally {
      timer.close();
    }
  }

  /**
   * Runs something and records how long it took, also if it throws.
   *
   * @throws Exception what the task throws
   */
  default <T> T timeChecked(Callable<T> task) throws Exception {
    Timer timer = startTimer();
    try {
      return task.call();
    } finally {
      timer.close();
    }
  }
}
