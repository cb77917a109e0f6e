package dev.tallyman.metrics;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.FamilyEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.SummedSlots;
import dev.tallyman.tally.Tally;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series of a histogram or a summary.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: recording never throws.
 */
public final class DistributionDataPoint extends DataPoint implements TimedDataPoint {
  private final Tally tally;
  private final SummedSlots slots;

  /** A summary has none, and so a single bucket: its count. */
  private final double[] upperBounds;

  /** The bound in the middle, or above everything, and the bucket that follows it. */
  private final double middleBound;

  private final int upperHalf;

  private volatile @Nullable Exemplars exemplars;

  DistributionDataPoint(Tally tally, FamilyEntry family, List<String> labelValues) {
    super(tally.nowMillis());
    this.tally = tally;
    this.slots = tally.summed(family, labelValues);
    this.upperBounds =
        family.family().upperBounds().stream().mapToDouble(Double::doubleValue).toArray();
    int middle = upperBounds.length / 2;
    this.middleBound = upperBounds.length == 0 ? Double.POSITIVE_INFINITY : upperBounds[middle];
    this.upperHalf = middle + 1;
  }

  /** Records one observation. Not-a-number is dropped and counted as such. */
  public void observe(double value) {
    int bucket = value > middleBound ? upperHalf : 0;
    while (bucket < upperBounds.length && value > upperBounds[bucket]) {
      bucket++;
    }
    if (Double.isNaN(value)) {
      tally.countDropped();
      return;
    }
    slots.observe(SlotMap.FIRST_BUCKET + bucket, SlotMap.SUM, value);
    if (OpenTelemetry.PRESENT) {
      exemplars().sample(bucket, value);
    }
  }

  /**
   * Records one observation, and keeps it as its bucket's exemplar, with these labels and those of
   * the current span. Labels that OpenMetrics does not take, more than 128 characters say, are
   * dropped and counted; the observation is not.
   */
  public void observeWithExemplar(double value, @Nullable Labels labels) {
    if (Double.isNaN(value)) {
      tally.countDropped();
      return;
    }
    int bucket = 0;
    while (bucket < upperBounds.length && value > upperBounds[bucket]) {
      bucket++;
    }
    slots.observe(SlotMap.FIRST_BUCKET + bucket, SlotMap.SUM, value);
    exemplars().keep(bucket, value, labels);
  }

  /**
   * Adds observations that were counted elsewhere, by another library say. Ones that make no sense
   * are dropped and counted as such.
   *
   * @param counts how many there were in each bucket, not counting the buckets below it; as many as
   *     the metric has bounds, and one for the bucket above them
   * @param sum what they sum up to
   */
  public void add(long[] counts, double sum) {
    if (counts.length != upperBounds.length + 1
        || !Double.isFinite(sum)
        || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      tally.countDropped();
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

  private Exemplars exemplars() {
    Exemplars known = exemplars;
    if (known == null) {
      known = new Exemplars(tally, slots);
      exemplars = known;
    }
    return known;
  }

  /** How many observations this process has recorded. */
  public long count() {
    long count = 0;
    for (long each : counts()) {
      count += each;
    }
    return count;
  }

  /** The sum of what this process has observed. */
  public double sum() {
    return slots.sum(SlotMap.SUM).value();
  }

  @Override
  public void recordSeconds(double seconds) {
    observe(seconds);
  }

  @Override
  SeriesView read(Labels labels) {
    double sum = sum();
    Exemplars known = exemplars;
    return new Reading(labels, createdMillis())
        .sum(sum)
        .counts(counts())
        .exemplars(known == null ? new @Nullable Exemplar[0] : known.read(upperBounds.length + 1));
  }

  private long[] counts() {
    long[] counts = new long[upperBounds.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = slots.total(SlotMap.FIRST_BUCKET + i);
    }
    return counts;
  }
}
