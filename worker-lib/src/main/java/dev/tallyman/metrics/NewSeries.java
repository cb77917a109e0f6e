package dev.tallyman.metrics;

import dev.tallyman.model.Family;
import dev.tallyman.tally.FamilyEntry;
import dev.tallyman.tally.SharedSlots;
import dev.tallyman.tally.SketchSlots;
import dev.tallyman.tally.SummedSlots;
import dev.tallyman.tally.Tally;
import java.util.List;

/**
 * A series that begins, and gets a data point.
 *
 * <p>Threading: immutable.
 *
 * @param createdMillis when it began, in milliseconds since the epoch; never later than now
 */
record NewSeries(Tally tally, FamilyEntry entry, List<String> labelValues, long createdMillis) {
  /** A time that is still to come: the series begins now. */
  static final long NOW = Long.MAX_VALUE;

  NewSeries {
    createdMillis = Math.min(createdMillis, tally.nowMillis());
  }

  /** One that nobody reads. */
  static NewSeries nowhere(Family family, List<String> labelValues) {
    Tally nowhere = Tally.inHeap();
    return new NewSeries(nowhere, nowhere.family(family), labelValues, NOW);
  }

  Family family() {
    return entry.family();
  }

  SummedSlots summed() {
    return tally.summed(entry, labelValues, createdMillis);
  }

  SketchSlots sketch() {
    return tally.sketch(entry, labelValues, createdMillis);
  }

  SharedSlots shared() {
    return tally.shared(entry, labelValues);
  }
}
