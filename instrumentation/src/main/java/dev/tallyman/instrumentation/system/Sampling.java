package dev.tallyman.instrumentation.system;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Takes samples again and again, on a daemon thread of its own that is there until this is closed.
 *
 * <pre>{@code
 * try (Sampling sampling = Sampling.every(Duration.ofSeconds(10), host::sample, process::sample)) {
 *   serve();
 * }
 * }</pre>
 *
 * <p>Threading: safe for all threads; the samples are taken one after the other.
 *
 * <p>Failure: a sample that throws is logged, and will be taken again like the others.
 */
public final class Sampling implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sampling.class.getPackageName());

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(Sampling::thread);
  private final ScheduledFuture<?> task;

  private Sampling(Duration interval, Runnable... samples) {
    long nanos = interval.toNanos();
    task = executor.scheduleWithFixedDelay(() -> takeAll(samples), 0, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Takes all samples at once, and then again whenever the interval has passed.
   *
   * @throws IllegalArgumentException if the interval is not above zero
   */
  public static Sampling every(Duration interval, Runnable... samples) {
    if (interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("the interval must be above zero: interval=" + interval);
    }
    return new Sampling(interval, samples.clone());
  }

  /** Takes no more samples; one that is being taken is taken to its end. */
  @Override
  public void close() {
    task.cancel(false);
    executor.shutdown();
  }

  private static void takeAll(Runnable... samples) {
    for (Runnable sample : samples) {
      try {
        sample.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a sample failed", e);
      }
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tallyman-sampling");
    thread.setDaemon(true);
    return thread;
  }
}
