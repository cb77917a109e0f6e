package dev.tallyman.merge;

import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import org.jspecify.annotations.Nullable;

/**
 * What all workers' exponential buckets of one series come to.
 *
 * <p>Threading: one thread at a time.
 */
final class MergedSketch {
  private final SketchRules rules;
  private final Sketch all = new Sketch();

  /** What was counted in classic buckets only; most have nothing of that. */
  private @Nullable Sketch standIns;

  private final @Nullable SketchWindow window;
  private @Nullable Sketch recent;

  MergedSketch(SketchRules rules) {
    this.rules = rules;
    QuantileRules quantiles = rules.quantiles();
    long millis = quantiles == null ? 0 : quantiles.windowMillis();
    this.window = millis == 0 ? null : new SketchWindow(millis);
  }

  void clear() {
    all.clear();
    recent = null;
    if (standIns != null) {
      standIns.clear();
    }
  }

  /**
   * Adds a part's exponential buckets.
   *
   * @return whether no number below zero has been added so far
   */
  boolean add(SeriesReading part) {
    part.addTo(all);
    return all.neverFell();
  }

  /** Counts what was observed in a classic bucket as often as this value was. */
  void addStandIn(double value, long count) {
    if (standIns == null) {
      standIns = new Sketch();
    }
    if (value == 0) {
      standIns.addZeros(count, 0);
    } else if (count != 0) {
      int index = ExponentialScale.index(Math.abs(value), ExponentialScale.FINEST);
      standIns.add(ExponentialScale.FINEST, value < 0, index, count);
    }
  }

  /** Adds what has been added so far; without buckets, it makes nothing coarser. */
  void addTo(Sketch other) {
    other.add(all);
  }

  /** What has been added so far; nothing yet is as fine as the family says. */
  Sketch all() {
    if (!all.anyBuckets()) {
      all.coarsen(rules.schema());
    }
    return all;
  }

  /**
   * All has been added. What stands in for classic buckets comes last, so that it makes nothing
   * finer or coarser; quantiles are of what has come in the window, if there is one.
   */
  void settle(long createdMillis, long now) {
    if (standIns != null) {
      Sketch at = all();
      at.addZeros(standIns.zeros(), 0);
      standIns.forEach(
          (below, index, count) -> at.add(ExponentialScale.FINEST, below, index, count));
    }
    if (window != null && now != Merger.ALL_TIME) {
      recent = window.gained(all, createdMillis, now);
    }
  }

  double quantile(int place) {
    QuantileRules quantiles = rules.quantiles();
    Sketch of = recent == null ? all : recent;
    return quantiles == null ? Double.NaN : of.quantile(quantiles.quantiles().get(place));
  }
}
