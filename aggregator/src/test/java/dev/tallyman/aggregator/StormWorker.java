package dev.tallyman.aggregator;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Summary;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker process whose threads record one round after the other for ever, and acknowledge each on
 * standard output: one character, after all of the round.
 */
final class StormWorker {
  static final int THREADS = 3;

  /** Can be added up without rounding. */
  static final double FRACTION = 0.25;

  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private StormWorker() {}

  /**
   * Records.
   *
   * @param args the directory
   */
  public static void main(String[] args) {
    MetricRegistry registry = MetricRegistry.inDirectory(Path.of(args[0]));
    Counter whole =
        Counter.builder()
            .name("whole_total")
            .help("Rounds.")
            .labelNames("thread")
            .register(registry);
    Counter fraction =
        Counter.builder().name("fraction_total").help("Quarters of rounds.").register(registry);
    Histogram histogram =
        Histogram.builder().name("waited_seconds").help("Histogram.").register(registry);
    Summary summary = Summary.builder().name("sent_bytes").help("Summary.").register(registry);
    for (int i = 0; i < THREADS; i++) {
      String name = Integer.toString(i);
      new Thread(
              () -> {
                for (int n = 0; true; n++) {
                  histogram.observe(n % 7 * 0.1);
                  summary.observe(n % 5 * 0.3);
                  fraction.inc(FRACTION);
                  whole.labelValues(name).inc();
                  acknowledge();
                  LockSupport.parkNanos(PAUSE_NANOS);
                }
              })
          .start();
    }
  }

  private static void acknowledge() {
    synchronized (System.out) {
      System.out.write('.');
      System.out.flush();
    }
  }
}
