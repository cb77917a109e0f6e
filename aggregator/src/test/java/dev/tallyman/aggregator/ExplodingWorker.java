package dev.tallyman.aggregator;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A worker whose labels have a million values, half of them a counter's and half a histogram's; in
 * the end it counts once what it had from the beginning.
 */
final class ExplodingWorker {
  /** What it says when everything is recorded. */
  static final String DONE = "done";

  static final int VALUES_EACH = 500_000;

  private ExplodingWorker() {}

  /**
   * Records, and lives until standard input ends.
   *
   * @param args the directory
   */
  public static void main(String[] args) throws IOException {
    try (MetricRegistry registry = MetricRegistry.inDirectory(Path.of(args[0]))) {
      Counter steady = Counter.builder().name("steady").labelNames("kind").register(registry);
      steady.labelValues("good").inc();
      Counter hits = Counter.builder().name("hits").labelNames("user").register(registry);
      Histogram waits =
          Histogram.builder()
              .name("waits")
              .labelNames("user")
              .classicUpperBounds(.1, 1)
              .register(registry);
      for (int i = 0; i < VALUES_EACH; i++) {
        String user = "user-" + i;
        hits.labelValues(user).inc();
        waits.labelValues(user).observe(.5);
      }
      steady.labelValues("good").inc();
      System.out.println(DONE);
      while (System.in.read() >= 0) {
        // Nothing of meaning ever comes.
      }
    }
  }
}
