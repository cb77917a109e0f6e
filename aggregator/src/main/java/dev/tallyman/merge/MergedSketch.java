package dev.tallyman.merge;

import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;

/**
 * What all workers' exponential buckets of one series come to.
 *
 * <p>Threading: one thread at a time.
 */
final class MergedSketch {
  private final SketchRules rules;
  private final Sketch all = new Sketch();

  MergedSketch(SketchRules rules) {
    this.rules = rules;
  }

  void clear() {
    all.clear();
  }

  void add(SeriesReading part) {
    part.addTo(all);
  }

  /** What has been added so far; nothing yet is as fine as the family says. */
  Sketch all() {
    if (!all.anyBuckets()) {
      all.coarsen(rules.schema());
    }
    return all;
  }

  double quantile(int place) {
    QuantileRules quantiles = rules.quantiles();
    return quantiles == null ? Double.NaN : all.quantile(quantiles.quantiles().get(place));
  }
}
