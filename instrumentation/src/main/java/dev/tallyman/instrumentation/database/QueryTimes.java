package dev.tallyman.instrumentation.database;

import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * What queries take, and nothing else: {@code db_query_seconds{operation}}; for an application that
 * finds {@link DatabaseMetrics} too much.
 *
 * <pre>{@code
 * QueryTimes times = QueryTimes.register(MetricRegistry.defaultRegistry(), "digital_actors_");
 * DataSource database = new MeteredDataSource(pool, times);
 * }</pre>
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class QueryTimes implements QueryRecorder {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double[] DURATIONS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private final Histogram durations;

  private QueryTimes(Histogram durations) {
    this.durations = durations;
  }

  /**
   * The metric with a prefix to its name.
   *
   * @param upperBoundsSeconds the upper bounds of the buckets; none for those from a millisecond to
   *     ten seconds
   * @throws IllegalArgumentException if the name is taken by another metric, or is none
   */
  public static QueryTimes register(
      MetricRegistry registry, String prefix, double... upperBoundsSeconds) {
    return new QueryTimes(
        Histogram.builder()
            .name(prefix + "db_query_seconds")
            .help("What queries took, by operation.")
            .unit("seconds")
            .labelNames("operation")
            .classicUpperBounds(upperBoundsSeconds.length > 0 ? upperBoundsSeconds : DURATIONS)
            .register(registry));
  }

  @Override
  public void query(String operation, long durationNanos) {
    durations.labelValues(operation).observe(durationNanos / NANOS_PER_SECOND);
  }
}
