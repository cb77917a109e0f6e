package dev.tallyman.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all series of one metric have in common.
 *
 * <p>The name is the family's, as OpenMetrics has it: without the suffixes that an exposition adds.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a name that Prometheus would refuse, a label named twice, or bounds that do not rise
 * are an {@link IllegalArgumentException} that names the metric and the value.
 *
 * @param name the family's name, unit included
 * @param type what its values mean
 * @param help one sentence for people, may be empty
 * @param unit the base unit, {@code seconds} say, or empty
 * @param gaugeMode how workers' gauges merge; null unless the type is {@link MetricType#GAUGE}
 * @param labelNames the names of the labels that its series tell themselves apart by
 * @param upperBounds a histogram's finite upper bounds, rising; the bucket above the last one is
 *     implied. Empty for other types, and for histograms with native buckets only
 * @param states a state set's states; empty for other types
 * @param sketch how exponential buckets are kept; null for types that have none
 */
public record Family(
    String name,
    MetricType type,
    String help,
    String unit,
    @Nullable GaugeMode gaugeMode,
    List<String> labelNames,
    List<Double> upperBounds,
    List<String> states,
    @Nullable SketchRules sketch) {

  public Family {
    Objects.requireNonNull(help, "help");
    labelNames = List.copyOf(labelNames);
    // Adding 0 makes a negative zero positive: the two are one bound, but not one Double.
    upperBounds = upperBounds.stream().map(bound -> bound + 0.0).toList();
    states = List.copyOf(states);
    checkNames(name, unit, labelNames, reservedLabels(name, type, gaugeMode));
    require((type == MetricType.GAUGE) == (gaugeMode != null), name, "gauge mode", gaugeMode);
    require(type.hasUpperBounds() || upperBounds.isEmpty(), name, "bounds", upperBounds);
    require(rising(upperBounds), name, "bounds, which must rise and be finite,", upperBounds);
    require((type == MetricType.STATE_SET) != states.isEmpty(), name, "states", states);
    require(Set.copyOf(states).size() == states.size(), name, "states", states);
    require(type.hasSketch() == (sketch != null), name, "sketch", sketch);
    boolean quantiles = sketch != null && sketch.quantiles() != null;
    require((type == MetricType.QUANTILE_SUMMARY) == quantiles, name, "sketch", sketch);
  }

  /** A family of a type without exponential buckets. */
  public Family(
      String name,
      MetricType type,
      String help,
      String unit,
      @Nullable GaugeMode gaugeMode,
      List<String> labelNames,
      List<Double> upperBounds,
      List<String> states) {
    this(name, type, help, unit, gaugeMode, labelNames, upperBounds, states, null);
  }

  /** A family without gauge mode, bounds or states: a counter, a summary or an info. */
  public static Family of(String name, MetricType type, String help, List<String> labelNames) {
    return new Family(name, type, help, "", null, labelNames, List.of(), List.of());
  }

  /** A gauge family without a unit. */
  public static Family gauge(String name, GaugeMode mode, String help, List<String> labelNames) {
    return new Family(name, MetricType.GAUGE, help, "", mode, labelNames, List.of(), List.of());
  }

  /** A classic histogram family without a unit. */
  public static Family histogram(
      String name, List<Double> upperBounds, String help, List<String> labelNames) {
    return new Family(
        name, MetricType.HISTOGRAM, help, "", null, labelNames, upperBounds, List.of());
  }

  /** A histogram family with native buckets, and classic ones if there are bounds. */
  public static Family nativeHistogram(
      String name, SketchRules sketch, List<Double> upperBounds, List<String> labelNames) {
    MetricType type = MetricType.NATIVE_HISTOGRAM;
    return new Family(name, type, "", "", null, labelNames, upperBounds, List.of(), sketch);
  }

  /** A summary family with quantiles. */
  public static Family quantiles(String name, QuantileRules rules, List<String> labelNames) {
    MetricType type = MetricType.QUANTILE_SUMMARY;
    return new Family(name, type, "", "", null, labelNames, List.of(), List.of(), rules.sketch());
  }

  /**
   * Whether series of the two can stand under one name: same type, unit and label names, and the
   * same mode or states where the type has them. Help, bounds and rules of sketches may differ.
   */
  public boolean agreesWith(Family other) {
    return type == other.type && mergesWith(other);
  }

  /**
   * Whether series of the two can be merged: they agree, but for the kind of buckets that a
   * histogram has, or whether a summary has quantiles.
   */
  public boolean mergesWith(Family other) {
    return name.equals(other.name)
        && type.mergesWith(other.type)
        && unit.equals(other.unit)
        && gaugeMode == other.gaugeMode
        && labelNames.equals(other.labelNames)
        && states.equals(other.states);
  }

  /** Whether it is a histogram with classic buckets, be it only the one above all bounds. */
  public boolean hasClassicBuckets() {
    return type == MetricType.HISTOGRAM || !upperBounds.isEmpty();
  }

  /** The same histogram or summary with other buckets or quantiles. */
  public Family withBuckets(
      MetricType otherType, List<Double> bounds, @Nullable SketchRules otherSketch) {
    return new Family(
        name, otherType, help, unit, gaugeMode, labelNames, bounds, states, otherSketch);
  }

  /** The same family with another help. */
  public Family withHelp(String other) {
    return new Family(name, type, other, unit, gaugeMode, labelNames, upperBounds, states, sketch);
  }

  private static void checkNames(
      String name, String unit, List<String> labelNames, List<String> reserved) {
    if (!Names.isMetricName(name)) {
      throw new IllegalArgumentException("bad metric name: name=\"" + name + "\"");
    }
    require(Names.isUnit(unit), name, "unit", unit);
    require(unit.isEmpty() || name.endsWith("_" + unit), name, "unit, not the name's end,", unit);
    Set<String> seen = new HashSet<>();
    for (String label : labelNames) {
      boolean free = !reserved.contains(label) && seen.add(label);
      require(free && Names.isLabelName(label), name, "label", label);
    }
  }

  /** Labels that the exposition or the merging itself gives to series. */
  private static List<String> reservedLabels(
      String name, MetricType type, @Nullable GaugeMode mode) {
    return switch (type) {
      case HISTOGRAM, NATIVE_HISTOGRAM -> List.of("le");
      case SUMMARY, QUANTILE_SUMMARY -> List.of("quantile");
      case STATE_SET -> List.of(name);
      case GAUGE ->
          mode != null && mode.rule() == GaugeMode.Rule.EACH ? List.of("pid", "worker") : List.of();
      case COUNTER, INFO -> List.of();
    };
  }

  private static boolean rising(List<Double> bounds) {
    double last = Double.NEGATIVE_INFINITY;
    for (double bound : bounds) {
      if (!(bound > last) || Double.isInfinite(bound)) {
        return false;
      }
      last = bound;
    }
    return true;
  }

  private static void require(boolean ok, String name, String what, @Nullable Object value) {
    if (!ok) {
      throw new IllegalArgumentException(
          "bad " + what + ": metric=" + name + ", value=\"" + value + "\"");
    }
  }
}
