package dev.tallyman.metrics;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.tally.FamilyEntry;
import dev.tallyman.tally.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * All metrics of a worker, and the tally they record into.
 *
 * <p>An application uses the default registry, which the environment configures, by simply
 * registering metrics:
 *
 * <pre>{@code
 * static final Counter REQUESTS =
 *     Counter.builder().name("requests_total").help("Requests.").labelNames("path").register();
 * ...
 * REQUESTS.labelValues("/upload").inc();
 * }</pre>
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: registering a metric whose name is taken by another kind of metric, or with other
 * labels, is an {@link IllegalArgumentException} that names it. Registering the same metric again
 * returns the first.
 */
public final class MetricRegistry implements AutoCloseable {
  private final Tally tally;
  private final int maxSeries;
  private final Callbacks callbacks;
  private final AtomicInteger seriesCount = new AtomicInteger();
  private final Map<String, Metric<?>> metrics = new LinkedHashMap<>();

  private MetricRegistry(Tally tally, boolean onDisk, int maxSeries) {
    this.tally = tally;
    this.maxSeries = maxSeries;
    this.callbacks = new Callbacks(tally, onDisk);
  }

  /**
   * The registry that the environment configures; see {@link MetricsConfig}. A variable with a bad
   * value is logged as an error and leaves metrics in heap: it must not stop the application.
   */
  public static MetricRegistry defaultRegistry() {
    return Default.REGISTRY;
  }

  /** A registry built by hand. */
  public static MetricRegistry of(MetricsConfig config) {
    Tally tally =
        config.enabled()
            ? Tally.inDirectory(config.directory(), config.workerName())
            : Tally.inHeap();
    return new MetricRegistry(tally, config.enabled(), config.maxSeries());
  }

  /** A registry that records into a tally file in this directory. */
  public static MetricRegistry inDirectory(Path directory) {
    return of(new MetricsConfig(true, directory, "", MetricsConfig.DEFAULT_MAX_SERIES));
  }

  /** A registry that lives in heap and leaves no trace. */
  public static MetricRegistry inHeap() {
    return new MetricRegistry(Tally.inHeap(), false, MetricsConfig.DEFAULT_MAX_SERIES);
  }

  /**
   * What all metrics read as in this process: what this worker alone has counted. Callbacks are
   * called first, for two seconds at most.
   */
  public List<FamilyView> read() {
    callbacks.refresh();
    Collection<Metric<?>> all;
    synchronized (metrics) {
      all = List.copyOf(metrics.values());
    }
    List<FamilyView> views = new ArrayList<>(all.size());
    all.forEach(metric -> views.add(metric.view()));
    return views;
  }

  /** The tally file, once something was recorded; empty if metrics are off. */
  public Optional<Path> tallyFile() {
    return tally.path();
  }

  /** How many recordings were dropped because they made no sense. */
  public long droppedRecordings() {
    return tally.dropped();
  }

  /**
   * Ends recording: the tally file stays, and to the aggregator this worker is dead. Later
   * recordings go nowhere.
   */
  @Override
  public void close() {
    callbacks.close();
    tally.close();
  }

  Callbacks callbacks() {
    return callbacks;
  }

  Tally tally() {
    return tally;
  }

  /** Takes room for one more series, if there is any left. */
  boolean mayAddSeries() {
    return seriesCount.getAndUpdate(count -> Math.min(count + 1, maxSeries)) < maxSeries;
  }

  /** Gives back the room of a series. */
  void giveBackSeries() {
    int unused = seriesCount.decrementAndGet();
  }

  /** Whether there is no room for one more series. */
  boolean isFull() {
    return seriesCount.get() >= maxSeries;
  }

  <M extends Metric<?>> M register(
      Family family, Class<M> type, Function<FamilyEntry, M> constructor) {
    synchronized (metrics) {
      Metric<?> known = metrics.get(family.name());
      if (known == null) {
        M metric = constructor.apply(tally.family(family));
        metrics.put(family.name(), metric);
        return metric;
      }
      if (type.isInstance(known)
          && known.family().agreesWith(family)
          && known.family().upperBounds().equals(family.upperBounds())
          && Objects.equals(known.family().sketch(), family.sketch())) {
        return type.cast(known);
      }
      throw new IllegalArgumentException(
          "metric is registered already, and differs: registered="
              + known.family()
              + ", new="
              + family);
    }
  }

  private static final class Default {
    static final MetricRegistry REGISTRY = create();

    private static MetricRegistry create() {
      try {
        return of(MetricsConfig.fromEnvironment(System.getenv()));
      } catch (IllegalArgumentException e) {
        // Not in a field of the registry: to set up logging takes some 30 ms of a worker's start.
        System.Logger logger = System.getLogger(MetricRegistry.class.getPackageName());
        logger.log(System.Logger.Level.ERROR, "metrics are off: " + e.getMessage());
        return inHeap();
      }
    }
  }
}
