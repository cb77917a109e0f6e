package dev.tallyman.instrumentation.database;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Queries and connections: {@code db_queries_total{operation}}, {@code
 * db_query_duration_seconds{operation}}, {@code db_slow_queries_total}, {@code
 * db_connections_active} and {@code db_connections_idle}.
 *
 * <pre>{@code
 * DatabaseMetrics metrics = DatabaseMetrics.register();
 * DataSource database = new MeteredDataSource(pool, metrics, pool::idleConnections);
 * }</pre>
 *
 * <p>A slow query is one that takes longer than a second, or than what the application says.
 *
 * <p>Gauge modes: each worker has a pool of connections of its own, and the connections of a dead
 * one are closed: both are summed over the live workers ({@link GaugeMode#LIVESUM}), which is what
 * the database server sees.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class DatabaseMetrics implements QueryRecorder {
  /** What is slow if nothing else is said. */
  public static final Duration DEFAULT_SLOW = Duration.ofSeconds(1);

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double[] DURATIONS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private final long slowNanos;
  private final Counter queries;
  private final Histogram durations;
  private final Counter slowQueries;
  private final Gauge active;
  private final Gauge idle;

  private DatabaseMetrics(
      MetricRegistry registry, String prefix, Duration slow, double[] upperBounds) {
    slowNanos = slow.toNanos();
    queries =
        Counter.builder()
            .name(prefix + "db_queries_total")
            .help("Queries asked, those that failed included, by operation.")
            .labelNames("operation")
            .register(registry);
    durations =
        Histogram.builder()
            .name(prefix + "db_query_duration_seconds")
            .help("What queries took, by operation.")
            .unit("seconds")
            .labelNames("operation")
            .classicUpperBounds(upperBounds)
            .register(registry);
    slowQueries =
        Counter.builder()
            .name(prefix + "db_slow_queries_total")
            .help("Queries that took longer than they should: a second, if nothing else was said.")
            .register(registry);
    active = gauge(prefix + "db_connections_active", "Connections in use.", registry);
    idle = gauge(prefix + "db_connections_idle", "Connections that wait for use.", registry);
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static DatabaseMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, with buckets from a millisecond to ten seconds. */
  public static DatabaseMetrics register(MetricRegistry registry) {
    return register(registry, "", DEFAULT_SLOW);
  }

  /**
   * The metrics with a prefix to their names and bounds of the application's choice.
   *
   * @param slow queries that take longer are slow
   * @param upperBoundsSeconds the upper bounds of the duration's buckets; none for the default
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static DatabaseMetrics register(
      MetricRegistry registry, String prefix, Duration slow, double... upperBoundsSeconds) {
    return new DatabaseMetrics(
        registry, prefix, slow, upperBoundsSeconds.length > 0 ? upperBoundsSeconds : DURATIONS);
  }

  @Override
  public void query(String operation, long durationNanos) {
    queries.labelValues(operation).inc();
    durations.labelValues(operation).observe(durationNanos / NANOS_PER_SECOND);
    if (durationNanos > slowNanos) {
      slowQueries.inc();
    }
  }

  @Override
  public void connectionTaken() {
    active.inc();
  }

  @Override
  public void connectionReturned() {
    active.dec();
  }

  /** Sets how many connections of this worker's pool wait for use. */
  public void setIdle(int connections) {
    idle.set(connections);
  }

  private static Gauge gauge(String name, String help, MetricRegistry registry) {
    return Gauge.builder()
        .name(name)
        .help(help)
        .multiprocessMode(GaugeMode.LIVESUM)
        .register(registry);
  }
}
