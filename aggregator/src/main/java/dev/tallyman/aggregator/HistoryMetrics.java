package dev.tallyman.aggregator;

import dev.tallyman.history.HistoryStatus;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * What the aggregator says of its history.
 *
 * <p>Threading: one thread at a time.
 */
final class HistoryMetrics {
  private final Counter ticks;
  private final Histogram duration;
  private final Gauge series;
  private final Gauge leftOut;
  private final Gauge bytes;
  private final Gauge oldest;
  private final Gauge unreadable;
  private final Gauge setAside;

  HistoryMetrics(MetricRegistry registry) {
    ticks =
        Counter.builder()
            .name("tallyman_history_ticks_total")
            .help("Samples of the page that were taken for the history, by outcome.")
            .labelNames("outcome")
            .register(registry);
    ticks.labelValues("success").inc(0L);
    ticks.labelValues("failure").inc(0L);
    duration =
        Histogram.builder()
            .name("tallyman_history_tick_duration_seconds")
            .help("What it took to take a sample of the page and to store it.")
            .unit("seconds")
            .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5)
            .register(registry);
    series = gauge(registry, "tallyman_history_series", "Series in the block being recorded.");
    leftOut =
        gauge(
            registry,
            "tallyman_history_series_left_out",
            "Series that the last sample had no room for.");
    bytes = gauge(registry, "tallyman_history_bytes", "What the history takes on disk.");
    oldest =
        gauge(
            registry,
            "tallyman_history_oldest_timestamp_seconds",
            "When the oldest sample of the history was taken, or 0.");
    unreadable =
        gauge(
            registry,
            "tallyman_history_unreadable",
            "How often an entry of the history could not be read, since the start.");
    setAside =
        gauge(
            registry,
            "tallyman_history_set_aside",
            "How often a damaged history was set aside and another begun, since the start.");
  }

  void sampled(long nanos) {
    ticks.labelValues("success").inc();
    duration.observe(nanos / (double) TimeUnit.SECONDS.toNanos(1));
  }

  void failed() {
    ticks.labelValues("failure").inc();
  }

  void report(HistoryStatus status, int timesSetAside) {
    series.set(status.series());
    leftOut.set(status.leftOut());
    bytes.set((double) status.bytes());
    oldest.set(status.oldestMillis() / (double) TimeUnit.SECONDS.toMillis(1));
    unreadable.set((double) status.unreadable());
    setAside.set(timesSetAside);
  }

  private static Gauge gauge(MetricRegistry registry, String name, String help) {
    return Gauge.builder().name(name).help(help).register(registry);
  }
}
