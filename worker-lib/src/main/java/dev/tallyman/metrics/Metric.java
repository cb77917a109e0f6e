package dev.tallyman.metrics;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.FamilyEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What all metrics have in common: a family, and data points told apart by their label values.
 *
 * <p>Look a data point up once and keep it where the label values are known beforehand.
 *
 * <p>Threading: safe for all threads; finding a data point that exists takes no lock and allocates
 * nothing, but for more than three label values.
 *
 * <p>Failure: a wrong number of label values is an {@link IllegalArgumentException} that names the
 * metric and the values; a null value counts as empty, since values come from data. Label values
 * beyond the worker's limit on series, or the metric's own, lead to one data point whose values are
 * all {@value #OVERFLOW}. Recording into a metric with labels without naming their values is
 * dropped and counted.
 *
 * @param <D> the kind of data point
 */
public abstract sealed class Metric<D extends DataPoint>
    permits Counter,
        CounterWithCallback,
        Gauge,
        GaugeWithCallback,
        Histogram,
        Info,
        StateSet,
        Summary {
  /** The label value of the data point that takes what is over the limit. */
  public static final String OVERFLOW = "overflow";

  /** Longer label values are no labels any more; they count as over the limit. */
  private static final int LABEL_CHARS_LIMIT = 16 << 10;

  private final MetricRegistry registry;
  private final FamilyEntry entry;
  private final Function<NewSeries, D> factory;
  private final SeriesTable<D> points = new SeriesTable<>();
  private final boolean labelled;
  private final D unlabelled;
  private volatile @Nullable D overflow;
  private volatile int maxSeries = Integer.MAX_VALUE;

  /** Those that were removed and can't be forgotten, since what they counted stays counted. */
  private final Map<List<String>, D> ended = new ConcurrentHashMap<>();

  Metric(
      MetricRegistry registry,
      FamilyEntry entry,
      Function<NewSeries, D> factory,
      Unlabelled beginning) {
    this.registry = registry;
    this.entry = entry;
    this.factory = factory;
    this.labelled = beginning == Unlabelled.WHEN_NAMED || !entry.family().labelNames().isEmpty();
    if (labelled) {
      this.unlabelled = factory.apply(NewSeries.nowhere(family(), allLabels("")));
    } else {
      boolean unused = registry.mayAddSeries();
      this.unlabelled = newPoint(NewSeries.NOW, List.of());
      points.put(List.of(), unlabelled);
    }
  }

  /** What is known of the metric. */
  public final Family family() {
    return entry.family();
  }

  /** The data point with this label value. */
  public final D labelValues(@Nullable String value) {
    D found = points.get(value);
    return found != null ? found : add(NewSeries.NOW, value);
  }

  /** The data point with these label values. */
  public final D labelValues(@Nullable String first, @Nullable String second) {
    D found = points.get(first, second);
    return found != null ? found : add(NewSeries.NOW, first, second);
  }

  /** The data point with these label values. */
  public final D labelValues(
      @Nullable String first, @Nullable String second, @Nullable String third) {
    D found = points.get(first, second, third);
    return found != null ? found : add(NewSeries.NOW, first, second, third);
  }

  /** The data point with these label values. */
  public final D labelValues(@Nullable String... values) {
    return labelValuesSince(NewSeries.NOW, values);
  }

  /**
   * The data point with these label values, for what began before it came here: a series that is
   * new has this as its time of creation, in milliseconds since the epoch. One that is still to
   * come counts as now.
   */
  public final D labelValuesSince(long createdMillis, @Nullable String... values) {
    D found = points.get(values);
    return found != null ? found : add(createdMillis, values);
  }

  /** Begins the series with these label values, so that it is there before anything happens. */
  public final void initLabelValues(@Nullable String... values) {
    D unused = labelValues(values);
  }

  /**
   * The only data point of a metric without labels, null if it has labels: for a field of its exact
   * type, since on the hot path the cast that {@link #unlabelled} implies costs too much.
   */
  final @Nullable D only() {
    return labelled ? null : unlabelled;
  }

  /** The only data point of a metric without labels; where there are labels, one for nothing. */
  final D unlabelled() {
    if (labelled && family().labelNames().isEmpty()) {
      return labelValues();
    } else if (labelled) {
      registry.tally().countDropped(family().name(), "no label values");
    }
    return unlabelled;
  }

  /**
   * Ends the series with these label values in this process, if there is one.
   *
   * <p>A gauge, an info or a state set leaves the page, unless other workers have the series too;
   * its data point records nothing any more, and {@link #labelValues} leads to a new one. Without
   * labels it comes back by itself when something is recorded.
   *
   * <p>What a counter, a histogram or a summary has counted stays counted: over all workers and all
   * time a total never goes backwards. So the series stays on the aggregator's page, {@link
   * MetricRegistry#read} leaves it out, and under the same label values it goes on from where it
   * was.
   */
  public final void remove(@Nullable String... values) {
    checkNumberOf(values);
    synchronized (points) {
      D point = points.get(values);
      if (point != null) {
        remove(List.of(SeriesTable.withoutNulls(values)), point);
      }
    }
  }

  /** Ends the series whose label values are such, as {@link #remove} does. */
  public final void removeIf(Predicate<List<String>> values) {
    removeWhere((known, point) -> values.test(known));
  }

  /** Ends all series, as {@link #remove} does. */
  public final void clear() {
    removeWhere((known, point) -> true);
  }

  @SuppressWarnings("ReferenceEquality") // a data point is itself
  final void removeWhere(BiPredicate<List<String>, D> which) {
    points.forEach(
        (values, point) -> {
          // Without the lock: what decides is the application's code.
          if (which.test(values, point)) {
            synchronized (points) {
              if (points.get(values.toArray(String[]::new)) == point) {
                remove(values, point);
              }
            }
          }
        });
  }

  @SuppressWarnings("ReferenceEquality") // a data point is itself
  private void remove(List<String> values, D point) {
    if (!labelled) {
      point.hide();
      return;
    }
    points.remove(values);
    boolean isOverflow = point == overflow;
    if (isOverflow) {
      overflow = null;
    }
    if (!point.retire()) {
      ended.put(values, point);
    } else if (!isOverflow) {
      registry.giveBackSeries();
    }
  }

  /** What it reads as now. */
  final FamilyView view() {
    List<SeriesView> series = new ArrayList<>();
    points.forEach(
        (values, point) -> {
          if (point.isPresent()) {
            series.add(point.read(new Labels(family().labelNames(), values)));
          }
        });
    return new View(family(), List.copyOf(series));
  }

  private void checkNumberOf(@Nullable String... values) {
    if (values.length != family().labelNames().size()) {
      throw new IllegalArgumentException(
          "wrong number of label values: metric="
              + family().name()
              + ", labels="
              + family().labelNames()
              + ", values="
              + List.of(SeriesTable.withoutNulls(values)));
    }
  }

  private D add(long createdMillis, @Nullable String... values) {
    checkNumberOf(values);
    D full = overflow;
    if (full != null && isFull() && ended.isEmpty()) {
      registry.tally().countOverLimit();
      return full;
    }
    List<String> key = List.of(SeriesTable.withoutNulls(values));
    synchronized (points) {
      D found = points.get(values);
      if (found != null) {
        return found;
      }
      D back = ended.remove(key);
      if (back != null) {
        points.put(key, back);
        return back;
      }
      boolean fits = key.stream().mapToInt(String::length).sum() <= LABEL_CHARS_LIMIT;
      if (fits && !isOverOwnLimit() && registry.mayAddSeries()) {
        D point = newPoint(createdMillis, key);
        points.put(key, point);
        return point;
      }
      registry.tally().countOverLimit();
      return overflow();
    }
  }

  private D newPoint(long createdMillis, List<String> values) {
    return factory.apply(new NewSeries(registry.tally(), entry, values, createdMillis));
  }

  final synchronized void limitTo(int series) {
    maxSeries = Math.min(maxSeries, series);
  }

  private boolean isFull() {
    return registry.isFull() || isOverOwnLimit();
  }

  /** What was removed and stays counted has its place still. */
  private boolean isOverOwnLimit() {
    boolean overflows = overflow != null || ended.containsKey(allLabels(OVERFLOW));
    return points.size() + ended.size() - (overflows ? 1 : 0) >= maxSeries;
  }

  private D overflow() {
    D known = overflow;
    if (known == null) {
      List<String> key = allLabels(OVERFLOW);
      known = points.get(key.toArray(String[]::new));
      if (known == null) {
        D back = ended.remove(key);
        known = back != null ? back : newPoint(NewSeries.NOW, key);
        points.put(key, known);
      }
      overflow = known;
    }
    return known;
  }

  private List<String> allLabels(String value) {
    return Collections.nCopies(family().labelNames().size(), value);
  }

  private record View(Family family, List<SeriesView> series) implements FamilyView {}
}
