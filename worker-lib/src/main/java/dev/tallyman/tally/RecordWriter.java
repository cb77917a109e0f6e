package dev.tallyman.tally;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SketchRules;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the bytes of whole records; {@link RecordReader} is its other half. */
final class RecordWriter {
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream(256);

  private RecordWriter() {}

  /** A family record: its number, what it is, then its strings, bounds and rules. */
  static ByteBuffer family(int number, Family family) {
    GaugeMode mode = family.gaugeMode();
    RecordWriter out = new RecordWriter();
    out.u32(number)
        .u32(family.type().code())
        .u32(mode == null ? 0 : mode.code())
        .string(family.name())
        .string(family.help())
        .string(family.unit())
        .strings(family.labelNames())
        .strings(family.states())
        .u32(family.upperBounds().size());
    for (double bound : family.upperBounds()) {
      out.f64(bound);
    }
    SketchRules sketch = family.sketch();
    if (sketch != null) {
      out.sketch(sketch);
    }
    return out.record(TallyLayout.FAMILY);
  }

  private void sketch(SketchRules rules) {
    u32(rules.schema()).f64(rules.zeroThreshold()).u32(rules.maxBuckets());
    QuantileRules quantiles = rules.quantiles();
    if (quantiles != null) {
      u32(quantiles.quantiles().size());
      quantiles.quantiles().forEach(this::f64);
      f64(quantiles.relativeError()).u64(quantiles.windowMillis());
    }
  }

  /** A series record: its family, where its slots are, and its label values. */
  static ByteBuffer series(SeriesEntry series) {
    return new RecordWriter()
        .u32(series.family().number())
        .u32(series.block())
        .u32(series.firstSlot())
        .u32(series.slotCount())
        .u64(series.createdMillis())
        .strings(series.labelValues())
        .record(TallyLayout.SERIES);
  }

  /** A page record: whose buckets they are, which ones, and where their slots are. */
  static ByteBuffer page(PageEntry page) {
    return new RecordWriter()
        .u32(page.series())
        .u32(page.schema())
        .u32(page.below() ? 1 : 0)
        .u32(page.page())
        .u32(page.block())
        .u32(page.firstSlot())
        .record(TallyLayout.PAGE);
  }

  /** The part of a block record before its slots. */
  static ByteBuffer block(LaneHead head) {
    ByteBuffer record = ByteBuffer.allocate(TallyLayout.BLOCK_SLOTS_AT).order(TallyLayout.ORDER);
    record.putInt(TallyLayout.BLOCK_NUMBER_AT, head.block());
    record.putInt(TallyLayout.BLOCK_LANE_AT, head.lane());
    record.putInt(TallyLayout.BLOCK_SLOT_COUNT_AT, head.slotCount());
    record.putInt(TallyLayout.BLOCK_KIND_AT, head.kind());
    record.putInt(TallyLayout.BLOCK_CARRIED_AT, head.carried());
    int checked = TallyLayout.BLOCK_SLOTS_AT - TallyLayout.PAYLOAD_AT;
    return finish(record, head.recordLength(), TallyLayout.BLOCK, checked);
  }

  /** The part of an exemplar record before its copies. */
  static ByteBuffer exemplar(ExemplarCells.Place place) {
    int checked = TallyLayout.EXEMPLAR_CHECKED_LENGTH;
    ByteBuffer record =
        ByteBuffer.allocate(TallyLayout.EXEMPLAR_COPIES_AT).order(TallyLayout.ORDER);
    record.position(TallyLayout.PAYLOAD_AT);
    record.putInt(place.block()).putInt(place.firstSlot()).putInt(place.place());
    return finish(record, TallyLayout.EXEMPLAR_LENGTH, TallyLayout.EXEMPLAR, checked);
  }

  /** The head of a record that fills a gap of this length. */
  static ByteBuffer pad(int length) {
    ByteBuffer record = ByteBuffer.allocate(TallyLayout.PAYLOAD_AT).order(TallyLayout.ORDER);
    return finish(record, length, TallyLayout.PAD, 0);
  }

  private RecordWriter u32(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      payload.write(value >>> shift);
    }
    return this;
  }

  private RecordWriter u64(long value) {
    return u32((int) value).u32((int) (value >>> Integer.SIZE));
  }

  private RecordWriter f64(double value) {
    return u64(Double.doubleToRawLongBits(value));
  }

  private RecordWriter string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    u32(bytes.length);
    payload.writeBytes(bytes);
    return this;
  }

  private RecordWriter strings(List<String> values) {
    u32(values.size());
    values.forEach(this::string);
    return this;
  }

  private ByteBuffer record(int type) {
    byte[] bytes = payload.toByteArray();
    int length = TallyLayout.recordLength(bytes.length);
    ByteBuffer record = ByteBuffer.allocate(length).order(TallyLayout.ORDER);
    record.put(TallyLayout.PAYLOAD_AT, bytes);
    return finish(record, length, type, bytes.length);
  }

  private static ByteBuffer finish(ByteBuffer record, int length, int type, int checkedLength) {
    record.putInt(TallyLayout.LENGTH_AT, length);
    record.putShort(TallyLayout.TYPE_AT, (short) type);
    record.putInt(TallyLayout.CHECKED_LENGTH_AT, checkedLength);
    record.putInt(TallyLayout.CHECKSUM_AT, TallyLayout.recordChecksum(record, 0, checkedLength));
    return record;
  }
}
