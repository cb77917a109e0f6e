package dev.tallyman.merge;

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
  }

  void add(SeriesReading part) {
    part.addTo(all);
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

  /** All has been added; quantiles are of what has come in the window, if there is one. */
  void settle(long createdMillis, long now) {
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
