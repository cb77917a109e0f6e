package dev.tallyman.metrics;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SketchRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all builders can say of a metric.
 *
 * <p>Threading: one thread at a time.
 *
 * @param <B> the builder itself
 * @param <M> the metric it makes
 */
public abstract class MetricBuilder<B extends MetricBuilder<B, M>, M extends Metric<?>> {
  /** Endings that an exposition gives to samples, so a family can't have them. */
  private static final List<String> RESERVED = List.of("_total", "_created", "_bucket", "_info");

  private final MetricType type;
  private final String suffix;
  private String name = "";
  private String help = "";
  private String unit = "";
  private List<String> labelNames = List.of();
  private int maxSeries = Integer.MAX_VALUE;
  private Unlabelled unlabelled = Unlabelled.AT_ONCE;

  MetricBuilder(MetricType type, String suffix) {
    this.type = type;
    this.suffix = suffix;
  }

  /** The metric's name; required. */
  public B name(String value) {
    name = value;
    return self();
  }

  /** One sentence for people. */
  public B help(String value) {
    help = value;
    return self();
  }

  /** The base unit, {@code seconds} say; it becomes the end of the name if it is not yet. */
  public B unit(String value) {
    unit = value;
    return self();
  }

  /** The names of the labels that the metric's series tell themselves apart by. */
  public B labelNames(String... names) {
    labelNames = List.of(names);
    return self();
  }

  /**
   * How many series the metric may have in this process; more go into its overflow series and are
   * counted. If nothing is said, only the worker's own limit counts. Of a metric that is registered
   * twice the smaller limit counts.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public B maxSeries(int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "bad limit of series: name=\"" + name + "\", maxSeries=" + value);
    }
    maxSeries = value;
    return self();
  }

  /**
   * Without labels, too, the metric's series begins when it is named, by {@link
   * Metric#labelValuesSince} say, or recorded into, not at once: for what is counted elsewhere and
   * began before.
   */
  public B beginsWhenNamed() {
    unlabelled = Unlabelled.WHEN_NAMED;
    return self();
  }

  /**
   * Registers the metric with the default registry.
   *
   * @throws IllegalArgumentException if the metric is defined wrongly, or its name is taken
   */
  public M register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /**
   * Registers the metric.
   *
   * @throws IllegalArgumentException if the metric is defined wrongly, or its name is taken
   */
  public abstract M register(MetricRegistry registry);

  abstract B self();

  /** The metric, held to its limit. */
  final M limited(M metric) {
    metric.limitTo(maxSeries);
    return metric;
  }

  final Unlabelled unlabelled() {
    return unlabelled;
  }

  Family family() {
    return family(null, List.of(), List.of());
  }

  Family family(@Nullable GaugeMode mode, List<Double> bounds, List<String> states) {
    return new Family(baseName(), type, help, unit, mode, labelNames, bounds, states);
  }

  /** A family whose observations fall into exponential buckets. */
  Family family(MetricType withSketch, List<Double> bounds, SketchRules sketch) {
    return new Family(
        baseName(), withSketch, help, unit, null, labelNames, bounds, List.of(), sketch);
  }

  private String baseName() {
    String base = name;
    if (!suffix.isEmpty() && base.endsWith(suffix)) {
      base = base.substring(0, base.length() - suffix.length());
    }
    if (!unit.isEmpty() && !base.endsWith("_" + unit)) {
      base = base + "_" + unit;
    }
    for (String reserved : RESERVED) {
      if (base.endsWith(reserved)) {
        throw new IllegalArgumentException(
            "bad metric name: name=\"" + base + "\" ends in the reserved \"" + reserved + "\"");
      }
    }
    return base;
  }
}
