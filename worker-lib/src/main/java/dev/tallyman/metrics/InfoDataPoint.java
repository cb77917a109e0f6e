package dev.tallyman.metrics;

import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.SharedSlots;
import dev.tallyman.tally.SlotMap;

/**
 * One set of label values of an info.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: recording never throws.
 */
public final class InfoDataPoint extends DataPoint {
  private final SharedSlots slots;

  InfoDataPoint(NewSeries series) {
    super(series);
    this.slots = series.shared();
  }

  void show(boolean shown) {
    slots.set(SlotMap.FIRST_FLAG, shown ? 1L : 0L);
  }

  @Override
  boolean isPresent() {
    return !slots.isTakenAway();
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
  SeriesView read(Labels labels) {
    return new Reading(labels, createdMillis()).value(1);
  }
}
