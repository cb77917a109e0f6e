package dev.tallyman.metrics;

import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.tally.SketchSlots;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.SummedSlots;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One series of a histogram or a summary.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: recording never throws.
 */
public final class DistributionDataPoint extends DataPoint implements TimedDataPoint {

  /** One of the two is there: exponential buckets, with others or not, or others alone. */
  private final @Nullable SketchSlots sketch;

  private final @Nullable SummedSlots slots;

  /** A summary has none, and so a single bucket: its count. */
  private final double[] upperBounds;

  /** The bound in the middle, or above everything, and the bucket that follows it. */
  private final double middleBound;

  private final int upperHalf;

  private volatile @Nullable Exemplars exemplars;

  DistributionDataPoint(NewSeries series) {
    super(series);
    boolean hasSketch = series.family().type().hasSketch();
    this.sketch = hasSketch ? series.sketch() : null;
    this.slots = hasSketch ? null : series.summed();
    this.upperBounds =
        series.family().upperBounds().stream().mapToDouble(Double::doubleValue).toArray();
    int middle = upperBounds.length / 2;
    this.middleBound = upperBounds.length == 0 ? Double.POSITIVE_INFINITY : upperBounds[middle];
    this.upperHalf = middle + 1;
  }

  /** Records one observation. Not-a-number is dropped and counted as such. */
  public void observe(double value) {
    if (sketch != null) {
      sketch.observe(value);
      if (upperBounds.length > 0) {
        int bucket = bucket(value);
        if (bucket < upperBounds.length && !Double.isNaN(value)) {
          sketch.addToClassic(bucket);
        }
      }
    } else if (slots != null) {
      int bucket = bucket(value);
      if (Double.isNaN(value)) {
        drop(value);
      } else {
        long unused = slots.observe(SlotMap.FIRST_BUCKET + bucket, SlotMap.SUM, value);
      }
    }
    if (OpenTelemetry.PRESENT && !Double.isNaN(value)) {
      exemplars().sample(bucket(value), value);
    }
  }

  private int bucket(double value) {
    int bucket = value > middleBound ? upperHalf : 0;
    while (bucket < upperBounds.length && value > upperBounds[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /**
   * Records one observation, and keeps it as its bucket's exemplar, with these labels and those of
   * the current span. Labels that OpenMetrics does not take, more than 128 characters say, are
   * dropped and counted; the observation is not.
   */
  public void observeWithExemplar(double value, @Nullable Labels labels) {
    observe(value);
    if (!Double.isNaN(value)) {
      exemplars().keep(bucket(value), value, labels);
    }
  }

  /**
   * Adds observations that were counted elsewhere, by another library say. Ones that make no sense
   * are dropped and counted as such, and so are all where there are exponential buckets; those take
   * {@link #add(Sketch, long[], double)}.
   *
   * @param counts how many there were in each bucket, not counting the buckets below it; as many as
   *     the metric has bounds, and one for the bucket above them
   * @param sum what they sum up to
   */
  public void add(long[] counts, double sum) {
    if (slots == null
        || counts.length != upperBounds.length + 1
        || !Double.isFinite(sum)
        || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      drop(sum);
      return;
    }
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0) {
        slots.add(SlotMap.FIRST_BUCKET + bucket, counts[bucket]);
      }
    }
    if (sum != 0) {
      slots.add(SlotMap.SUM, sum);
    }
  }

  /**
   * Adds observations that were counted elsewhere in exponential buckets. Ones that make no sense
   * are dropped and counted as such, and so are all where there are no exponential buckets. Buckets
   * that are wider than the series' own make its own as wide.
   *
   * @param counted how many there were in each bucket, and of zeros
   * @param classic how many of them there were in each classic bucket, not counting the buckets
   *     below it; as many as the metric has bounds
   * @param sum what they sum up to
   */
  public void add(Sketch counted, long[] classic, double sum) {
    if (sketch == null
        || classic.length != upperBounds.length
        || !Double.isFinite(sum)
        || !canBe(counted)
        || Arrays.stream(classic).anyMatch(count -> count < 0)) {
      drop(sum);
      return;
    }
    sketch.add(counted);
    if (sum != 0) {
      sketch.fixed().add(SlotMap.SUM, sum);
    }
    for (int bucket = 0; bucket < classic.length; bucket++) {
      if (classic[bucket] > 0) {
        sketch.addToClassic(bucket, classic[bucket]);
      }
    }
  }

  private static boolean canBe(Sketch counted) {
    boolean[] can = {counted.isSound()};
    counted.forEach((below, index, count) -> can[0] &= ExponentialScale.isIndex(index));
    return can[0];
  }

  /**
   * Keeps an exemplar of what was observed elsewhere, unless its bucket has a newer one. Labels
   * that OpenMetrics does not take are dropped and counted, and so is not-a-number.
   *
   * @param observedMillis when it was observed, in milliseconds since the epoch
   */
  public void keepExemplar(double value, Labels labels, long observedMillis) {
    if (Double.isNaN(value)) {
      drop(value);
    } else {
      exemplars().keep(bucket(value), value, labels, observedMillis);
    }
  }

  private Exemplars exemplars() {
    Exemplars known = exemplars;
    if (known == null) {
      known = new Exemplars(this, sketch != null ? sketch.fixed() : Objects.requireNonNull(slots));
      exemplars = known;
    }
    return known;
  }

  /** How many observations this process has recorded. */
  public long count() {
    return read(Labels.EMPTY).count();
  }

  /** The sum of what this process has observed. */
  public double sum() {
    return read(Labels.EMPTY).sum();
  }

  @Override
  public void recordSeconds(double seconds) {
    observe(seconds);
  }

  @Override
  SeriesView read(Labels labels) {
    Reading reading = new Reading(labels, createdMillis());
    Exemplars known = exemplars;
    if (known != null) {
      reading = reading.exemplars(known.read(upperBounds.length + 1));
    }
    if (sketch != null) {
      long[] classic = classicCounts(sketch);
      return reading.sum(sketch.sum().value()).sketch(sketch.rules(), sketch.sketch(), classic);
    }
    SummedSlots read = Objects.requireNonNull(slots);
    double sum = read.sum(SlotMap.SUM).value();
    long[] counts = new long[upperBounds.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = read.total(SlotMap.FIRST_BUCKET + i);
    }
    return reading.sum(sum).counts(counts);
  }

  private long[] classicCounts(SketchSlots read) {
    long[] counts = new long[upperBounds.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = read.classic(i);
    }
    return counts;
  }
}
