package dev.tallyman.cli;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import dev.tallyman.tally.SlotMap;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a series of a tally file holds, by name.
 *
 * <p>Threading: stateless.
 */
final class SlotValues {
  private SlotValues() {}

  static Map<String, Object> of(SeriesReading series) {
    Family family = series.family();
    Map<String, Object> values = new LinkedHashMap<>();
    switch (family.type()) {
      case COUNTER -> values.put("value", counter(series));
      case GAUGE -> putGauge(series, values);
      case SUMMARY -> {
        values.put("sum", sum(series));
        values.put("count", series.bucketCount(0));
      }
      case HISTOGRAM -> {
        values.put("sum", sum(series));
        values.put("buckets", buckets(series, family.upperBounds(), true));
      }
      case NATIVE_HISTOGRAM -> {
        values.put("sum", sum(series));
        putNative(sketch(series), values);
        if (!family.upperBounds().isEmpty()) {
          values.put("buckets", buckets(series, family.upperBounds(), false));
        }
      }
      case QUANTILE_SUMMARY -> {
        Sketch sketch = sketch(series);
        values.put("sum", sum(series));
        values.put("count", sketch.count());
        values.put("quantiles", quantiles(sketch, family));
      }
      case INFO -> values.put("on", series.flag(0));
      case STATE_SET -> {
        for (int i = 0; i < family.states().size(); i++) {
          values.put(family.states().get(i), series.flag(i));
        }
      }
    }
    return values;
  }

  private static void putGauge(SeriesReading series, Map<String, Object> values) {
    if (!series.isPresent()) {
      values.put("takenAway", true);
      return;
    }
    values.put("value", series.gaugeValue());
    if (SlotMap.hasSetAt(series.family())) {
      values.put("setAt", Instant.ofEpochMilli(series.gaugeSetAtMillis()).toString());
    }
  }

  private static void putNative(Sketch sketch, Map<String, Object> values) {
    values.put("count", sketch.count());
    values.put("schema", sketch.schema());
    values.put("zeroCount", sketch.zeroCount());
    Map<String, Long> buckets = new LinkedHashMap<>();
    sketch.forEachShown(
        (below, index, count) -> {
          double bound = ExponentialScale.upperBound(index, sketch.schema());
          buckets.put(Double.toString(below ? -bound : bound), count);
        });
    values.put("nativeBuckets", buckets);
  }

  /** Of all that the worker has observed, whatever the window. */
  private static Map<String, Double> quantiles(Sketch sketch, Family family) {
    SketchRules rules = Objects.requireNonNull(family.sketch());
    Map<String, Double> quantiles = new LinkedHashMap<>();
    for (double part : Objects.requireNonNull(rules.quantiles()).quantiles()) {
      quantiles.put(Double.toString(part), sketch.quantile(part));
    }
    return quantiles;
  }

  private static double counter(SeriesReading series) {
    ExactSum total = new ExactSum();
    total.add(series.wholeCount());
    series.addTo(total);
    return total.value();
  }

  private static double sum(SeriesReading series) {
    ExactSum sum = new ExactSum();
    series.addTo(sum);
    return sum.value();
  }

  private static Sketch sketch(SeriesReading series) {
    Sketch sketch = new Sketch();
    series.addTo(sketch);
    return sketch;
  }

  /**
   * As the file has them: how many fell into each bucket alone.
   *
   * @param open whether there is one above all bounds; native buckets stand for it
   */
  private static Map<String, Long> buckets(
      SeriesReading series, List<Double> bounds, boolean open) {
    Map<String, Long> buckets = new LinkedHashMap<>();
    for (int i = 0; i < bounds.size(); i++) {
      buckets.put(bounds.get(i).toString(), series.bucketCount(i));
    }
    if (open) {
      buckets.put("+Inf", series.bucketCount(bounds.size()));
    }
    return buckets;
  }
}
