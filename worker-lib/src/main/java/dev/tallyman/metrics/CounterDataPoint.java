package dev.tallyman.metrics;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.FamilyEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.SummedSlots;
import dev.tallyman.tally.Tally;
import java.util.List;

/**
 * One series of a counter.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: recording never throws.
 */
public final class CounterDataPoint extends DataPoint {
  private final Tally tally;
  private final SummedSlots slots;

  CounterDataPoint(Tally tally, FamilyEntry family, List<String> labelValues) {
    super(tally.nowMillis());
    this.tally = tally;
    this.slots = tally.summed(family, labelValues);
  }

  /** Counts one. */
  public void inc() {
    slots.add(SlotMap.COUNTER_WHOLE, 1L);
  }

  /** Counts several. A negative amount is dropped and counted as such. */
  public void inc(long amount) {
    if (amount >= 0) {
      slots.add(SlotMap.COUNTER_WHOLE, amount);
    } else {
      tally.countDropped();
    }
  }

  /** Adds an amount. One that is negative or not finite is dropped and counted as such. */
  public void inc(double amount) {
    long whole = (long) amount;
    if (whole == amount && whole >= 0 && whole < Long.MAX_VALUE) {
      slots.add(SlotMap.COUNTER_WHOLE, whole);
    } else if (amount > 0 && amount < Double.POSITIVE_INFINITY) {
      slots.add(SlotMap.COUNTER_FRACTION, amount);
    } else {
      tally.countDropped();
    }
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
    return new Reading(labels, createdMillis()).value(get());
  }
}
