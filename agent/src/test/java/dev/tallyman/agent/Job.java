package dev.tallyman.agent;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A job that counts with Prometheus' Java client, prints a line and ends with a code of its own.
 */
final class Job {
  static final int EXIT_CODE = 7;

  private Job() {}

  /**
   * Works.
   *
   * @param args how many milliseconds it lives, and how many records it finds
   */
  public static void main(String[] args) {
    Counter records = Counter.builder().name("job_records_total").help("Records.").register();
    Histogram sizes =
        Histogram.builder().name("job_record_bytes").classicUpperBounds(10, 100).register();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      records.inc();
      sizes.observe(i);
    }
    Thread late =
        new Thread(
            () -> {
              rest(300);
              records.inc(1000);
            });
    Runtime.getRuntime().addShutdownHook(late);
    rest(Long.parseLong(args[0]));
    System.out.println("done");
    System.exit(EXIT_CODE);
  }

  static void rest(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
