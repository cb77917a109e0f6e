package dev.tallyman.bridge;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricBuilder;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.StateSet;
import dev.tallyman.metrics.Summary;
import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.model.NamePattern;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Begins the copies of families: registers metrics of ours that are like those of client_java. A
 * new kind of metric, once ours can hold it, gets its place in {@link #begin}.
 *
 * <p>Threading: one thread at a time.
 */
final class Copies {
  private final MetricRegistry to;
  private final GaugeModeRules gaugeModes;
  private final Scrape scrape;
  private final List<NamePattern> classicOnly = new ArrayList<>();

  Copies(MetricRegistry to, GaugeModeRules gaugeModes, Scrape scrape) {
    this.to = to;
    this.gaugeModes = gaugeModes;
    this.scrape = scrape;
  }

  /** Histograms of these names leave their native buckets out, if they have others. */
  void classicOnly(NamePattern names) {
    classicOnly.add(names);
  }

  /** The family's name as ours have it. */
  static String nameOf(MetricSnapshot snapshot) {
    String name = snapshot.getMetadata().getPrometheusName();
    String suffix = "";
    if (snapshot instanceof CounterSnapshot) {
      suffix = "_total";
    } else if (snapshot instanceof InfoSnapshot) {
      suffix = "_info";
    }
    return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
  }

  /**
   * Begins a copy; nothing is copied yet.
   *
   * @throws IllegalArgumentException if there is no metric of ours that could hold it
   */
  FamilyCopy begin(String name, List<MetricSnapshot> snapshots) {
    MetricSnapshot first = snapshots.get(0);
    if (snapshots.stream().anyMatch(other -> other.getClass() != first.getClass())) {
      throw new IllegalArgumentException("metrics of different kinds under one name");
    }
    LabelSet labels = LabelSet.of(name, snapshots);
    if (first instanceof CounterSnapshot) {
      return counter(name, first, labels);
    } else if (first instanceof GaugeSnapshot || first instanceof UnknownSnapshot) {
      return gauge(name, first, labels);
    } else if (first instanceof HistogramSnapshot histogram) {
      return histogram.isGaugeHistogram()
          ? nowActive(name + "_gcount", name + "_gsum", first.getMetadata(), labels)
          : histogram(name, snapshots, labels);
    } else if (first instanceof SummarySnapshot) {
      return name.endsWith(ActiveTasksCopy.NAMED)
          ? nowActive(name + "_count", name + "_sum", first.getMetadata(), labels)
          : summary(name, first, labels);
    } else if (first instanceof InfoSnapshot) {
      return new InfoCopy(InfoCopy.register(name, first.getMetadata(), labels, to), labels);
    } else if (first instanceof StateSetSnapshot states) {
      return stateSet(name, states, labels);
    }
    throw new IllegalArgumentException("no such kind: " + first.getClass().getSimpleName());
  }

  private FamilyCopy counter(String name, MetricSnapshot first, LabelSet labels) {
    Counter metric =
        describe(Counter.builder(), name, first.getMetadata(), labels)
            .beginsWhenNamed()
            .register(to);
    return FamilyCopy.pointwise(labels, new CounterCopy.Into(metric, scrape));
  }

  private FamilyCopy gauge(String name, MetricSnapshot first, LabelSet labels) {
    GaugeMode mode = modeOf(name, labels);
    return FamilyCopy.pointwise(
        labels, new GaugeCopy.Into(gauge(name, first.getMetadata(), labels, mode), mode));
  }

  private Gauge gauge(String name, MetricMetadata metadata, LabelSet labels, GaugeMode mode) {
    return describe(Gauge.builder(), name, metadata, labels).multiprocessMode(mode).register(to);
  }

  /** Gauges that are kept apart by pid can't have labels of that name; it says who they are of. */
  private GaugeMode modeOf(String name, LabelSet labels) {
    GaugeMode mode = gaugeModes.modeOf(name).orElse(GaugeMode.ALL);
    boolean saysWhose = labels.names().contains("pid") || labels.names().contains("worker");
    return mode.rule() == GaugeMode.Rule.EACH && saysWhose ? GaugeMode.LIVEMAX : mode;
  }

  private FamilyCopy histogram(String name, List<MetricSnapshot> snapshots, LabelSet labels) {
    List<HistogramDataPointSnapshot> points =
        snapshots.stream()
            .flatMap(snapshot -> ((HistogramSnapshot) snapshot).getDataPoints().stream())
            .toList();
    List<Double> bounds = boundsOf(points);
    Histogram.Builder builder =
        describe(Histogram.builder(), name, snapshots.get(0).getMetadata(), labels)
            .beginsWhenNamed()
            .classicUpperBounds(bounds.stream().mapToDouble(Double::doubleValue).toArray());
    if (isClassicOnly(name, points)) {
      Histogram classic = builder.classicOnly().register(to);
      return FamilyCopy.pointwise(
          labels, new DistributionCopy.IntoHistogram(classic, bounds, scrape));
    }
    Histogram metric = natively(builder, points, bounds.isEmpty()).register(to);
    return FamilyCopy.pointwise(labels, new NativeCopy.Into(metric, bounds, scrape));
  }

  /** Where some series have classic buckets alone, these are what all can be counted in. */
  private boolean isClassicOnly(String name, List<HistogramDataPointSnapshot> points) {
    return !points.stream().allMatch(HistogramDataPointSnapshot::hasNativeHistogramData)
        || (classicOnly.stream().anyMatch(pattern -> pattern.fits(name))
            && points.stream().allMatch(HistogramDataPointSnapshot::hasClassicHistogramData));
  }

  /** As fine as can be, since each series says itself how fine it is, and that may change. */
  private static Histogram.Builder natively(
      Histogram.Builder builder, List<HistogramDataPointSnapshot> points, boolean only) {
    double zeroThreshold =
        points.stream()
            .mapToDouble(HistogramDataPointSnapshot::getNativeZeroThreshold)
            .max()
            .orElse(0);
    Histogram.Builder kind = only ? builder.nativeOnly() : builder.classicAndNative();
    return kind.nativeInitialSchema(ExponentialScale.FINEST).nativeMinZeroThreshold(zeroThreshold);
  }

  /** All finite bounds that any series has; with native buckets alone there are none. */
  private static List<Double> boundsOf(List<HistogramDataPointSnapshot> points) {
    SortedSet<Double> bounds = new TreeSet<>();
    for (HistogramDataPointSnapshot point : points) {
      ClassicHistogramBuckets buckets = point.getClassicBuckets();
      for (int i = 0; i < buckets.size(); i++) {
        if (Double.isFinite(buckets.getUpperBound(i))) {
          bounds.add(buckets.getUpperBound(i) + 0.0);
        }
      }
    }
    return List.copyOf(bounds);
  }

  private FamilyCopy summary(String name, MetricSnapshot first, LabelSet labels) {
    Summary metric =
        describe(Summary.builder(), name, first.getMetadata(), labels)
            .beginsWhenNamed()
            .register(to);
    return FamilyCopy.pointwise(labels, new DistributionCopy.IntoSummary(metric, scrape));
  }

  private FamilyCopy nowActive(String count, String sum, MetricMetadata metadata, LabelSet labels) {
    return FamilyCopy.pointwise(
        labels,
        new ActiveTasksCopy.Into(
            gauge(count, metadata, labels, modeOf(count, labels)),
            gauge(sum, metadata, labels, modeOf(sum, labels))));
  }

  private FamilyCopy stateSet(String name, StateSetSnapshot first, LabelSet labels) {
    SortedSet<String> states = new TreeSet<>();
    first.getDataPoints().forEach(point -> point.forEach(state -> states.add(state.getName())));
    StateSet metric =
        describe(StateSet.builder(), name, first.getMetadata(), labels)
            .states(states.toArray(String[]::new))
            .register(to);
    return FamilyCopy.pointwise(labels, new StateSetCopy.Into(metric));
  }

  /** Without the unit: one library says it and the other does not, and then they would disagree. */
  static <B extends MetricBuilder<B, ?>> B describe(
      B builder, String name, MetricMetadata metadata, LabelSet labels) {
    String help = metadata.getHelp();
    return builder.name(name).help(help == null ? "" : help).labelNames(labels.toArray());
  }
}
