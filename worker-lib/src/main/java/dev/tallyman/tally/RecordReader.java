package dev.tallyman.tally;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

  FamilyEntry family(int expectedNumber) {
    int number = in.getInt();
    require(number == expectedNumber, "family number", number);
    MetricType type = MetricType.ofCode(in.getInt());
    int modeCode = in.getInt();
    GaugeMode mode = modeCode == 0 ? null : GaugeMode.ofCode(modeCode);
    String name = string();
    String help = string();
    String unit = string();
    List<String> labelNames = strings();
    List<String> states = strings();
    int boundCount = count(Double.BYTES);
    List<Double> bounds = new ArrayList<>(boundCount);
    for (int i = 0; i < boundCount; i++) {
      bounds.add(in.getDouble());
    }
    return new FamilyEntry(
        number, new Family(name, type, help, unit, mode, labelNames, bounds, states));
  }

  SeriesEntry series(List<FamilyEntry> families) {
    int family = in.getInt();
    require(family >= 0 && family < families.size(), "series of family", family);
    FamilyEntry entry = families.get(family);
    int block = in.getInt();
    int firstSlot = in.getInt();
    int slotCount = in.getInt();
    require(slotCount == SlotMap.slotCount(entry.family()), "slot count", slotCount);
    long createdMillis = in.getLong();
    List<String> values = strings();
    require(values.size() == entry.family().labelNames().size(), "label count", values.size());
    return new SeriesEntry(entry, values, block, firstSlot, slotCount, createdMillis);
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
