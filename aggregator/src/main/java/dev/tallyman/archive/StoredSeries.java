package dev.tallyman.archive;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series as the store keeps it, to the last bit.
 *
 * <p>Threading: immutable, as long as nobody writes to its arrays.
 *
 * @param family its family
 * @param labelValues one value for each of the family's label names
 * @param createdMillis when its first contributor began
 * @param parts doubles whose exact sum is the counter, the sum, or the gauge that is summed
 * @param counts buckets or flags, as the type has them
 * @param gauge the value of a gauge that is not summed
 * @param setAtMillis when a gauge of a most-recent mode was set
 * @param sketch exponential buckets, if the type has any
 * @param exemplars the newest of a counter, or of a histogram's buckets
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; millions of them, so no boxes.
record StoredSeries(
    Family family,
    List<String> labelValues,
    long createdMillis,
    double[] parts,
    long[] counts,
    double gauge,
    long setAtMillis,
    @Nullable Sketch sketch,
    List<Exemplar> exemplars)
    implements SeriesReading {

  /** What a reading says now. */
  static StoredSeries of(SeriesReading reading) {
    Family family = reading.family();
    GaugeMode mode = family.gaugeMode();
    boolean recent = mode != null && mode.rule() == GaugeMode.Rule.MOST_RECENT;
    return new StoredSeries(
        family,
        reading.labelValues(),
        reading.createdMillis(),
        exact(reading).parts(),
        counts(reading),
        mode != null && mode.rule() != GaugeMode.Rule.SUM ? reading.gaugeValue() : 0,
        recent ? reading.gaugeSetAtMillis() : 0,
        family.sketch() == null ? null : sketch(reading),
        hasExemplars(family) ? List.copyOf(reading.exemplars()) : List.of());
  }

  /** Whether a series of the family can have any, whatever a worker's file says. */
  static boolean hasExemplars(Family family) {
    return family.type() != MetricType.GAUGE;
  }

  private static Sketch sketch(SeriesReading reading) {
    Sketch sketch = new Sketch();
    reading.addTo(sketch);
    return sketch;
  }

  private static ExactSum exact(SeriesReading reading) {
    GaugeMode mode = reading.family().gaugeMode();
    ExactSum sum = new ExactSum();
    switch (reading.family().type()) {
      case COUNTER -> {
        sum.add(reading.wholeCount());
        reading.addTo(sum);
      }
      case HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM, QUANTILE_SUMMARY -> reading.addTo(sum);
      case GAUGE -> {
        if (mode != null && mode.rule() == GaugeMode.Rule.SUM) {
          reading.addTo(sum);
        }
      }
      case INFO, STATE_SET -> {}
    }
    return sum;
  }

  private static long[] counts(SeriesReading reading) {
    Family family = reading.family();
    long[] counts = new long[countsOf(family)];
    for (int i = 0; i < counts.length; i++) {
      counts[i] =
          switch (family.type()) {
            case HISTOGRAM, SUMMARY, NATIVE_HISTOGRAM -> reading.bucketCount(i);
            case INFO, STATE_SET -> reading.flag(i) ? 1 : 0;
            case COUNTER, GAUGE, QUANTILE_SUMMARY -> throw new IllegalStateException(family.name());
          };
    }
    return counts;
  }

  /** How many buckets or flags a series of the family has. */
  static int countsOf(Family family) {
    return switch (family.type()) {
      case COUNTER, GAUGE, QUANTILE_SUMMARY -> 0;
      case NATIVE_HISTOGRAM -> family.upperBounds().size();
      case HISTOGRAM -> family.upperBounds().size() + 1;
      case SUMMARY, INFO -> 1;
      case STATE_SET -> family.states().size();
    };
  }

  @Override
  public long wholeCount() {
    return 0;
  }

  @Override
  public void addTo(ExactSum sum) {
    for (double part : parts) {
      sum.add(part);
    }
  }

  @Override
  public long bucketCount(int bucket) {
    return counts[bucket];
  }

  @Override
  public void addTo(Sketch other) {
    if (sketch != null) {
      other.add(sketch);
    }
  }

  @Override
  public double gaugeValue() {
    return gauge;
  }

  @Override
  public long gaugeSetAtMillis() {
    return setAtMillis;
  }

  @Override
  public boolean flag(int place) {
    return counts[place] != 0;
  }
}
