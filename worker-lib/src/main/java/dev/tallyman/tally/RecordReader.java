package dev.tallyman.tally;

import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SketchRules;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes records apart; {@link RecordWriter} is its other half. Trusts nothing: a number that points
 * out of the record, or to something that isn't there, is an {@link IllegalArgumentException}, and
 * a record that ends too early is a {@link BufferUnderflowException}.
 */
final class RecordReader {
  private final ByteBuffer in;

  /**
   * @param payload the checked part of a record's payload
   */
  RecordReader(ByteBuffer payload) {
    this.in = payload;
  }

  /** A family; null if it is of a type that a later minor version has brought. */
  @Nullable FamilyEntry family(int expectedNumber) {
    int number = in.getInt();
    require(number == expectedNumber, "family number", number);
    int typeCode = in.getInt();
    if (!MetricType.isCode(typeCode)) {
      return null;
    }
    MetricType type = MetricType.ofCode(typeCode);
    int modeCode = in.getInt();
    GaugeMode mode = modeCode == 0 ? null : GaugeMode.ofCode(modeCode);
    String name = string();
    String help = string();
    String unit = string();
    List<String> labelNames = strings();
    List<String> states = strings();
    List<Double> bounds = doubles();
    SketchRules sketch = type.hasSketch() ? sketch(type) : null;
    return new FamilyEntry(
        number, new Family(name, type, help, unit, mode, labelNames, bounds, states, sketch));
  }

  private SketchRules sketch(MetricType type) {
    int schema = in.getInt();
    double zeroThreshold = in.getDouble();
    int maxBuckets = in.getInt();
    QuantileRules quantiles =
        type == MetricType.QUANTILE_SUMMARY
            ? new QuantileRules(doubles(), in.getDouble(), in.getLong())
            : null;
    return new SketchRules(schema, zeroThreshold, maxBuckets, quantiles);
  }

  /** A series; null if its family is. */
  @Nullable SeriesEntry series(List<@Nullable FamilyEntry> families) {
    int family = in.getInt();
    require(family >= 0 && family < families.size(), "series of family", family);
    FamilyEntry entry = families.get(family);
    if (entry == null) {
      return null;
    }
    int block = in.getInt();
    int firstSlot = in.getInt();
    int slotCount = in.getInt();
    require(slotCount == SlotMap.slotCount(entry.family()), "slot count", slotCount);
    long createdMillis = in.getLong();
    List<String> values = strings();
    require(values.size() == entry.family().labelNames().size(), "label count", values.size());
    return new SeriesEntry(entry, values, block, firstSlot, slotCount, createdMillis);
  }

  /** The number of the series that a page belongs to; the page itself comes next. */
  int seriesOfPage() {
    return in.getInt();
  }

  PageEntry page() {
    int schema = in.getInt();
    require(ExponentialScale.isSchema(schema), "schema", schema);
    int below = in.getInt();
    require(below == 0 || below == 1, "sign", below);
    PageEntry entry = new PageEntry(schema, below == 1, in.getInt(), in.getInt(), in.getInt());
    long index = (long) entry.page() << TallyLayout.PAGE_BITS;
    require(ExponentialScale.isIndex(index), "page", entry.page());
    return entry;
  }

  static void require(boolean ok, String what, long value) {
    if (!ok) {
      throw new IllegalArgumentException("bad " + what + ": value=" + value);
    }
  }

  /** A count of things that take at least so many bytes each. */
  private int count(int bytesEach) {
    int count = in.getInt();
    require(count >= 0 && count <= in.remaining() / bytesEach, "count", count);
    return count;
  }

  private List<Double> doubles() {
    int count = count(Double.BYTES);
    List<Double> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(in.getDouble());
    }
    return values;
  }

  private String string() {
    byte[] bytes = new byte[count(1)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private List<String> strings() {
    int count = count(Integer.BYTES);
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = string();
    }
    return List.of(values);
  }
}
