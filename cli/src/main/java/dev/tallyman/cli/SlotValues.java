package dev.tallyman.cli;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The slots of a series by name.
 *
 * <p>Threading: stateless.
 */
final class SlotValues {
  private SlotValues() {}

  static Map<String, Object> of(TallyReader reader, SeriesEntry entry) {
    Family family = entry.family().family();
    Map<String, Object> values = new LinkedHashMap<>();
    switch (family.type()) {
      case COUNTER -> values.put("value", counter(reader, entry));
      case GAUGE -> putGauge(reader, entry, values);
      case SUMMARY -> {
        values.put("sum", sum(reader, entry));
        values.put("count", reader.count(entry, SlotMap.SUMMARY_COUNT));
      }
      case HISTOGRAM -> {
        values.put("sum", sum(reader, entry));
        values.put("buckets", buckets(reader, entry, family.upperBounds()));
      }
      case NATIVE_HISTOGRAM -> {
        values.put("sum", sum(reader, entry));
        putNative(reader.sketch(entry), values);
        if (!family.upperBounds().isEmpty()) {
          values.put("buckets", classic(reader, entry, family.upperBounds()));
        }
      }
      case QUANTILE_SUMMARY -> {
        Sketch sketch = reader.sketch(entry);
        values.put("sum", sum(reader, entry));
        values.put("count", sketch.count());
        values.put("quantiles", quantiles(sketch, family));
      }
      case INFO -> values.put("on", reader.count(entry, SlotMap.FIRST_FLAG) != 0);
      case STATE_SET -> {
        for (int i = 0; i < family.states().size(); i++) {
          values.put(family.states().get(i), reader.count(entry, SlotMap.FIRST_FLAG + i) > 0);
        }
      }
    }
    return values;
  }

  private static void putGauge(TallyReader reader, SeriesEntry entry, Map<String, Object> values) {
    if (SlotMap.isTakenAway(MetricType.GAUGE, reader.count(entry, SlotMap.GAUGE_VALUE))) {
      values.put("takenAway", true);
      return;
    }
    values.put("value", reader.value(entry, SlotMap.GAUGE_VALUE));
    if (SlotMap.hasSetAt(entry.family().family())) {
      long setAt = reader.count(entry, SlotMap.GAUGE_SET_AT);
      values.put("setAt", Instant.ofEpochMilli(setAt).toString());
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

  /** Those with a bound; what lies above them all is in the native buckets alone. */
  private static Map<String, Long> classic(
      TallyReader reader, SeriesEntry entry, List<Double> bounds) {
    Map<String, Long> buckets = new LinkedHashMap<>();
    for (int i = 0; i < bounds.size(); i++) {
      buckets.put(bounds.get(i).toString(), reader.count(entry, SlotMap.FIRST_CLASSIC + i));
    }
    return buckets;
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

  private static double counter(TallyReader reader, SeriesEntry entry) {
    ExactSum total = new ExactSum();
    total.add(reader.count(entry, SlotMap.COUNTER_WHOLE));
    reader.addTo(total, entry, SlotMap.COUNTER_FRACTION);
    return total.value();
  }

  private static double sum(TallyReader reader, SeriesEntry entry) {
    ExactSum sum = new ExactSum();
    reader.addTo(sum, entry, SlotMap.SUM);
    return sum.value();
  }

  /** As the file has them: how many fell into each bucket alone. */
  private static Map<String, Long> buckets(
      TallyReader reader, SeriesEntry entry, List<Double> bounds) {
    Map<String, Long> buckets = new LinkedHashMap<>();
    for (int i = 0; i <= bounds.size(); i++) {
      String bound = i < bounds.size() ? bounds.get(i).toString() : "+Inf";
      buckets.put(bound, reader.count(entry, SlotMap.FIRST_BUCKET + i));
    }
    return buckets;
  }
}
