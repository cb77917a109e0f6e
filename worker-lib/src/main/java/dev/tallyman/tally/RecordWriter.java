package dev.tallyman.tally;

import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the bytes of whole records; {@link RecordReader} is its other half. */
final class RecordWriter {
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream(256);

  private RecordWriter() {}

  /** A family record: its number, what it is, then all its strings and bounds. */
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
      out.u64(Double.doubleToRawLongBits(bound));
    }
    return out.record(TallyLayout.FAMILY);
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

  /** The part of a block record before its slots. */
  static ByteBuffer block(int number, int lane, int slotCount, int kind) {
    ByteBuffer record = ByteBuffer.allocate(TallyLayout.BLOCK_SLOTS_AT).order(TallyLayout.ORDER);
    record.putInt(TallyLayout.BLOCK_NUMBER_AT, number);
    record.putInt(TallyLayout.BLOCK_LANE_AT, lane);
    record.putInt(TallyLayout.BLOCK_SLOT_COUNT_AT, slotCount);
    record.putInt(TallyLayout.BLOCK_KIND_AT, kind);
    int checked = TallyLayout.BLOCK_SLOTS_AT - TallyLayout.PAYLOAD_AT;
    return finish(record, TallyLayout.blockLength(slotCount), TallyLayout.BLOCK, checked);
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
