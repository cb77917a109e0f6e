package dev.tallyman.archive;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
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
  private static final int BUCKET_BYTES = 2 * Integer.BYTES + Long.BYTES;

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
    List<Double> bounds = getDoubleList();
    List<String> states = getTexts();
    SketchRules sketch = type.hasSketch() ? getSketchRules(type) : null;
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
            states,
            sketch);
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
    SketchRules rules = family.sketch();
    Sketch sketch = rules == null ? null : getSketch(rules);
    return new StoredSeries(
        family, labelValues, created, parts, counts, gauge, setAt, sketch, getExemplars(family));
  }

  /** They end where the value ends, but for gauges: of these, a dead worker's value has several. */
  private List<Exemplar> getExemplars(Family family) {
    List<Exemplar> exemplars = new ArrayList<>();
    while (StoredSeries.hasExemplars(family) && from.hasRemaining()) {
      double value = Double.longBitsToDouble(from.getLong());
      long millis = from.getLong();
      exemplars.add(new Exemplar(value, new Labels(getTexts(), getTexts()), millis));
    }
    return List.copyOf(exemplars);
  }

  private SketchRules getSketchRules(MetricType type) {
    int schema = getInt();
    double zeroThreshold = from.getDouble();
    int maxBuckets = getInt();
    QuantileRules quantiles =
        type == MetricType.QUANTILE_SUMMARY
            ? new QuantileRules(getDoubleList(), from.getDouble(), from.getLong())
            : null;
    return new SketchRules(schema, zeroThreshold, maxBuckets, quantiles);
  }

  private Sketch getSketch(SketchRules rules) {
    Sketch sketch = new Sketch();
    sketch.addZeros(from.getLong(), rules.zeroThreshold());
    boolean any = getInt() != 0;
    int schema = getInt();
    if (!ExponentialScale.isSchema(schema)) {
      throw new IllegalArgumentException("bad schema: value=" + schema);
    }
    if (any) {
      sketch.coarsen(schema);
    }
    for (int left = getLength(BUCKET_BYTES); left > 0; left--) {
      boolean below = getInt() != 0;
      int index = getInt();
      if (!ExponentialScale.isIndex(index)) {
        throw new IllegalArgumentException("bad bucket: index=" + index);
      }
      sketch.add(schema, below, index, from.getLong());
    }
    return sketch;
  }

  private List<Double> getDoubleList() {
    List<Double> list = new ArrayList<>();
    for (double each : getDoubles(getLength(Double.BYTES))) {
      list.add(each);
    }
    return list;
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
