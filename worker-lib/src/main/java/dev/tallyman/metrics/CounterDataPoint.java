package dev.tallyman.metrics;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.SummedSlots;
import org.jspecify.annotations.Nullable;

/**
 * One series of a counter.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: recording never throws.
 */
public final class CounterDataPoint extends DataPoint {
  /** Larger amounts are added as doubles, or a few of them could be more than a long can hold. */
  private static final long WHOLE_LIMIT = 1L << 53;

  private final SummedSlots slots;
  private volatile @Nullable Exemplars exemplars;

  CounterDataPoint(NewSeries series) {
    super(series);
    this.slots = series.summed();
  }

  /** Counts one. */
  public void inc() {
    slots.add(SlotMap.COUNTER_WHOLE, 1L);
    if (OpenTelemetry.PRESENT) {
      exemplars().sample(0, 1);
    }
  }

  /** Counts several. A negative amount is dropped and counted as such. */
  public void inc(long amount) {
    if (add(amount) && OpenTelemetry.PRESENT) {
      exemplars().sample(0, (double) amount);
    }
  }

  /** Adds an amount. One that is negative or not finite is dropped and counted as such. */
  public void inc(double amount) {
    if (add(amount) && OpenTelemetry.PRESENT) {
      exemplars().sample(0, amount);
    }
  }

  /** Counts one, and keeps it as the series' exemplar. */
  public void incWithExemplar(@Nullable Labels labels) {
    incWithExemplar(1L, labels);
  }

  /**
   * Counts several, and keeps them as the series' exemplar; see {@link #incWithExemplar(double,
   * Labels)}.
   */
  public void incWithExemplar(long amount, @Nullable Labels labels) {
    if (add(amount)) {
      exemplars().keep(0, (double) amount, labels);
    }
  }

  /**
   * Adds an amount, and keeps it as the series' exemplar, with these labels and those of the
   * current span. Labels that OpenMetrics does not take, more than 128 characters say, are dropped
   * and counted; the amount is not.
   */
  public void incWithExemplar(double amount, @Nullable Labels labels) {
    if (add(amount)) {
      exemplars().keep(0, amount, labels);
    }
  }

  /**
   * Keeps an exemplar of what was counted elsewhere, unless there is a newer one. Labels that
   * OpenMetrics does not take are dropped and counted.
   *
   * @param observedMillis when it was counted, in milliseconds since the epoch
   */
  public void keepExemplar(double amount, Labels labels, long observedMillis) {
    exemplars().keep(0, amount, labels, observedMillis);
  }

  private boolean add(long amount) {
    if (amount >= WHOLE_LIMIT) {
      return add((double) amount);
    }
    if (amount >= 0) {
      slots.add(SlotMap.COUNTER_WHOLE, amount);
      return true;
    }
    drop(amount);
    return false;
  }

  private boolean add(double amount) {
    long whole = (long) amount;
    if (whole == amount && whole >= 0 && whole < WHOLE_LIMIT) {
      slots.add(SlotMap.COUNTER_WHOLE, whole);
      return true;
    } else if (amount > 0 && amount < Double.POSITIVE_INFINITY) {
      slots.add(SlotMap.COUNTER_FRACTION, amount);
      return true;
    }
    drop(amount);
    return false;
  }

  /** Two threads may make two; then one of them looks for a span once more than it should. */
  private Exemplars exemplars() {
    Exemplars known = exemplars;
    if (known == null) {
      known = new Exemplars(this, slots);
      exemplars = known;
    }
    return known;
  }

  SummedSlots slots() {
    return slots;
  }

  /** What this process has counted. */
  public double get() {
    ExactSum sum = slots.sum(SlotMap.COUNTER_FRACTION);
    sum.add(slots.total(SlotMap.COUNTER_WHOLE));
    return sum.value();
  }

  @Override
  SeriesView read(Labels labels) {
    Exemplars known = exemplars;
    return new Reading(labels, createdMillis())
        .value(get())
        .exemplars(known == null ? new @Nullable Exemplar[0] : known.read(1));
  }
}
