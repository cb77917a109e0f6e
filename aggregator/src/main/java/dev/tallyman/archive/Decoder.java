package dev.tallyman.archive;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Reads what {@link Encoder} wrote.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: bytes that it did not write are an {@link IllegalArgumentException} or a {@link
 * java.nio.BufferUnderflowException}.
 */
final class Decoder {
  private ByteBuffer from = ByteBuffer.allocate(0);

  /** Many series have one family: they share it in memory too. */
  private final Map<Family, Family> families = new HashMap<>();

  /** Begins with another value, and checks its checksum, in which its key is. */
  Decoder ofValue(byte[] key, byte[] value) {
    int length = value.length - Integer.BYTES;
    if (length < 0) {
      throw new IllegalArgumentException("value too short: bytes=" + value.length);
    }
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(value, 0, length);
    if (ByteBuffer.wrap(value).getInt(length) != (int) crc.getValue()) {
      throw new IllegalArgumentException("checksum does not match: bytes=" + value.length);
    }
    from = ByteBuffer.wrap(value, 0, length);
    return this;
  }

  /** Begins with a key. */
  Decoder ofKey(byte[] key) {
    from = ByteBuffer.wrap(key);
    return this;
  }

  int getInt() {
    return from.getInt();
  }

  long getLong() {
    return from.getLong();
  }

  UUID getId() {
    return new UUID(from.getLong(), from.getLong());
  }

  String getText() {
    byte[] bytes = new byte[getLength(1)];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The length of a list whose elements have at least so many bytes. */
  int getLength(int elementBytes) {
    int length = from.getInt();
    if (length < 0 || (long) length * elementBytes > from.remaining()) {
      throw new IllegalArgumentException("bad length: value=" + length);
    }
    return length;
  }

  StoredSeries getSeries() {
    String name = getText();
    MetricType type = MetricType.ofCode(getInt());
    String unit = getText();
    int mode = getInt();
    List<String> labelNames = getTexts();
    List<Double> bounds = new ArrayList<>();
    for (double bound : getDoubles(getLength(Double.BYTES))) {
      bounds.add(bound);
    }
    List<String> states = getTexts();
    String help = getText();
    Family family =
        new Family(
            name,
            type,
            help,
            unit,
            mode == Encoder.NO_MODE ? null : GaugeMode.ofCode(mode),
            labelNames,
            bounds,
            states);
    Family shared = families.putIfAbsent(family, family);
    return getValues(shared == null ? family : shared);
  }

  private StoredSeries getValues(Family family) {
    List<String> labelValues = List.copyOf(getTexts());
    long created = from.getLong();
    double[] parts = getDoubles(getLength(Double.BYTES));
    long[] counts = new long[StoredSeries.countsOf(family)];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = from.getLong();
    }
    double gauge = Double.longBitsToDouble(from.getLong());
    long setAt = from.getLong();
    List<Exemplar> exemplars = new ArrayList<>();
    while (from.hasRemaining()) {
      double value = Double.longBitsToDouble(from.getLong());
      long millis = from.getLong();
      exemplars.add(new Exemplar(value, new Labels(getTexts(), getTexts()), millis));
    }
    return new StoredSeries(
        family, labelValues, created, parts, counts, gauge, setAt, List.copyOf(exemplars));
  }

  private List<String> getTexts() {
    int size = getLength(Integer.BYTES);
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(getText());
    }
    return texts;
  }

  private double[] getDoubles(int length) {
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      doubles[i] = Double.longBitsToDouble(from.getLong());
    }
    return doubles;
  }
}
