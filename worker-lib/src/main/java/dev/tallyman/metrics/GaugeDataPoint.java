package dev.tallyman.metrics;

import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.SharedSlots;
import dev.tallyman.tally.SlotMap;
import org.jspecify.annotations.Nullable;

/**
 * One series of a gauge.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: recording never throws.
 */
public final class GaugeDataPoint extends DataPoint implements TimedDataPoint {
  private final SharedSlots slots;
  private final boolean keepsSetAt;

  GaugeDataPoint(NewSeries series) {
    super(series);
    this.slots = series.shared();
    this.keepsSetAt = SlotMap.hasSetAt(series.family());
  }

  /** Sets the value. */
  public void set(double value) {
    slots.set(SlotMap.GAUGE_VALUE, value);
    if (keepsSetAt) {
      slots.set(SlotMap.GAUGE_SET_AT, tally().nowMillis());
    }
  }

  /** Sets the value to the current time, in seconds since the epoch. */
  public void setToCurrentTime() {
    set(tally().nowMillis() / 1000.0);
  }

  /** Adds one. */
  public void inc() {
    inc(1);
  }

  /**
   * Adds an amount. In a most-recent mode there is nothing to add to; it is dropped and counted as
   * such.
   */
  public void inc(double amount) {
    if (keepsSetAt) {
      drop(amount);
    } else {
      slots.add(SlotMap.GAUGE_VALUE, amount);
    }
  }

  /** Takes one away. */
  public void dec() {
    inc(-1);
  }

  /** Takes an amount away; see {@link #inc(double)}. */
  public void dec(double amount) {
    inc(-amount);
  }

  /** Its slots, if setting the value is all there is to a set; otherwise null. */
  @Nullable SharedSlots slotsIfOnlyValue() {
    return keepsSetAt ? null : slots;
  }

  /** What this process has set. */
  public double get() {
    return slots.get(SlotMap.GAUGE_VALUE);
  }

  @Override
  public void recordSeconds(double seconds) {
    set(seconds);
  }

  @Override
  boolean retire() {
    slots.retire();
    return true;
  }

  @Override
  void hide() {
    slots.takeAway();
  }

  @Override
  boolean isPresent() {
    return !slots.isTakenAway();
  }

  @Override
  SeriesView read(Labels labels) {
    return new Reading(labels, createdMillis()).value(get());
  }
}
