package dev.tallyman.archive;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes the store's keys and values: numbers big-endian, texts and lists after their length, each
 * value with a checksum at its end, since LMDB has none.
 *
 * <p>Threading: one thread at a time.
 */
final class Encoder {
  /** What stands for no gauge mode. */
  static final int NO_MODE = 0;

  private ByteBuffer buffer = ByteBuffer.allocate(512);

  Encoder putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  Encoder putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  Encoder put(UUID id) {
    return putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  Encoder put(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    putInt(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  Encoder put(List<String> texts) {
    putInt(texts.size());
    texts.forEach(this::put);
    return this;
  }

  Encoder put(StoredSeries series) {
    Family family = series.family();
    putDefinition(family).put(family.help()).put(series.labelValues());
    putLong(series.createdMillis());
    putInt(series.parts().length);
    for (double part : series.parts()) {
      putLong(Double.doubleToRawLongBits(part));
    }
    for (long count : series.counts()) {
      putLong(count);
    }
    putLong(Double.doubleToRawLongBits(series.gauge())).putLong(series.setAtMillis());
    // Last, and nothing where there are none: so is what was stored before there were any.
    series.exemplars().forEach(this::put);
    return this;
  }

  private void put(Exemplar exemplar) {
    putLong(Double.doubleToRawLongBits(exemplar.value())).putLong(exemplar.timestampMillis());
    put(exemplar.labels().names()).put(exemplar.labels().values());
  }

  /** All of a family by which its series are told from others. */
  private Encoder putDefinition(Family family) {
    GaugeMode mode = family.gaugeMode();
    put(family.name()).putInt(family.type().code()).put(family.unit());
    putInt(mode == null ? NO_MODE : mode.code());
    put(family.labelNames());
    putInt(family.upperBounds().size());
    family.upperBounds().forEach(bound -> putLong(Double.doubleToRawLongBits(bound)));
    return put(family.states());
  }

  /** What was put, and a checksum over the key and that: a value under another's key is damage. */
  byte[] toValue(byte[] key) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(buffer.array(), 0, buffer.position());
    putInt((int) crc.getValue());
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** What was put, as it is. */
  byte[] toKey() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** The key of a series: a digest, for LMDB's keys are short. */
  static byte[] keyOf(Family family, List<String> labelValues) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest.digest(new Encoder().putDefinition(family).put(labelValues).toKey());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
    return buffer;
  }
}
