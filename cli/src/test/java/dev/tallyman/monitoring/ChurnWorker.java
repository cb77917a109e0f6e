package dev.tallyman.monitoring;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A worker that lives for a moment: it records 100 series, the same as all others of its kind, and
 * ends. One process can also stand for many of them.
 */
final class ChurnWorker {
  static final int SERIES = 100;
  static final String JOBS = "churn_jobs_total";

  private static final int COUNTERS = 60;
  private static final int FRACTIONS = 20;
  private static final int HISTOGRAMS = 10;
  private static final int GAUGES = 10;

  private ChurnWorker() {}

  /**
   * Records.
   *
   * @param args {@code stay} to live until standard input ends; or a directory and how many workers
   *     to stand for
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 2) {
      for (int i = Integer.parseInt(args[1]); i > 0; i--) {
        try (MetricRegistry registry = MetricRegistry.inDirectory(Path.of(args[0]))) {
          record(registry);
        }
      }
      return;
    }
    record(MetricRegistry.defaultRegistry());
    System.out.write('.');
    System.out.flush();
    while (args.length == 1 && System.in.read() >= 0) {
      // Until the test is over.
    }
  }

  private static void record(MetricRegistry registry) {
    Counter jobs = Counter.builder().name(JOBS).help("Jobs.").labelNames("job").register(registry);
    Counter seconds =
        Counter.builder()
            .name("churn_cpu_total")
            .help("Time.")
            .labelNames("job")
            .register(registry);
    Histogram sizes =
        Histogram.builder().name("churn_size").help("Sizes.").labelNames("job").register(registry);
    Gauge queued =
        Gauge.builder()
            .name("churn_queued")
            .help("Queued.")
            .multiprocessMode(GaugeMode.SUM)
            .labelNames("job")
            .register(registry);
    for (int i = 0; i < COUNTERS; i++) {
      jobs.labelValues("job-" + i).inc();
    }
    for (int i = 0; i < FRACTIONS; i++) {
      seconds.labelValues("job-" + i).inc(0.1 * i + 0.7);
    }
    for (int i = 0; i < HISTOGRAMS; i++) {
      sizes.labelValues("job-" + i).observe(0.3);
    }
    for (int i = 0; i < GAUGES; i++) {
      queued.labelValues("job-" + i).set(1);
    }
  }
}
