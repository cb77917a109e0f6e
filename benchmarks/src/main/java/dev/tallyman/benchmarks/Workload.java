package dev.tallyman.benchmarks;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import dev.tallyman.metrics.DistributionDataPoint;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;

/**
 * What a worker of the scrape benchmarks records; {@code peer_scrape.py} and {@code peer_scrape.rb}
 * record the same with client_python and client_mmap. Of 100 series 48 are counters, half of them
 * with fractions, 10 are gauges of two modes, and three histograms of 12 bounds make the other 42,
 * since client_python keeps 14 numbers for each.
 *
 * @param series how many numbers client_python would keep, a multiple of 100
 * @param ownGauges whether half of the gauges are shown for each worker by itself
 */
record Workload(int series, boolean ownGauges) {
  private static final double[] BOUNDS = {.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5};
  private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};
  private static final String[] LABELS = {"method", "endpoint", "status"};

  void record(MetricRegistry registry, int worker) {
    Counter requests = counter("http_requests", registry);
    Counter seconds = counter("http_cpu_seconds", registry);
    Histogram durations =
        Histogram.builder()
            .name("http_duration_seconds")
            .help("Time to answer.")
            .labelNames(LABELS)
            .classicUpperBounds(BOUNDS)
            .register(registry);
    Gauge own = gauge("queue_length", ownGauges ? GaugeMode.ALL : GaugeMode.MAX, registry);
    Gauge summed = gauge("queue_bytes", GaugeMode.SUM, registry);
    int hundreds = series / 100;
    for (int i = 0; i < 24 * hundreds; i++) {
      CounterDataPoint whole = requests.labelValues(labels(i));
      whole.inc((long) i * 7 + worker);
      seconds.labelValues(labels(i)).inc(i * 0.37 + worker * 0.01);
    }
    for (int i = 0; i < 3 * hundreds; i++) {
      DistributionDataPoint duration = durations.labelValues(labels(i));
      for (int n = 0; n <= BOUNDS.length; n++) {
        duration.observe(n * 0.11 + worker * 0.001);
      }
    }
    for (int i = 0; i < 5 * hundreds; i++) {
      own.labelValues(labels(i)).set(i + worker);
      summed.labelValues(labels(i)).set(i * 1024 + worker * 0.5);
    }
  }

  private static String[] labels(int i) {
    return new String[] {METHODS[i % METHODS.length], "/api/v1/items/" + i, "200"};
  }

  private static Counter counter(String name, MetricRegistry registry) {
    return Counter.builder().name(name).help("A counter.").labelNames(LABELS).register(registry);
  }

  private static Gauge gauge(String name, GaugeMode mode, MetricRegistry registry) {
    return Gauge.builder()
        .name(name)
        .help("A gauge.")
        .labelNames(LABELS)
        .multiprocessMode(mode)
        .register(registry);
  }
}
