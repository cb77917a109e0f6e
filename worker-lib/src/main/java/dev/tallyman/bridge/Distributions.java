package dev.tallyman.bridge;

import dev.tallyman.model.Family;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Histograms and summaries of one family as client_java's data points.
 *
 * <p>Threading: immutable.
 */
final class Distributions {
  private final Family family;
  private final List<Double> bounds;

  Distributions(Family family) {
    this.family = family;
    this.bounds = new ArrayList<>(family.upperBounds());
    this.bounds.add(Double.POSITIVE_INFINITY);
  }

  HistogramDataPointSnapshot histogram(SeriesView series) {
    HistogramDataPointSnapshot.Builder point =
        HistogramDataPointSnapshot.builder()
            .labels(labels(series))
            .sum(series.sum())
            .exemplars(exemplars(series))
            .createdTimestampMillis(series.createdMillis());
    if (!family.type().hasSketch()) {
      return point.classicHistogramBuckets(classic(series, Long.MAX_VALUE)).build();
    }
    Sketch sketch = series.sketch();
    point
        .nativeSchema(sketch.schema())
        .nativeZeroThreshold(sketch.zeroThreshold())
        .nativeZeroCount(sketch.zeroCount())
        .nativeBucketsForNegativeValues(buckets(sketch, true))
        .nativeBucketsForPositiveValues(buckets(sketch, false));
    if (!family.upperBounds().isEmpty()) {
      // Both kinds have to say the same count, and for a moment a reading's classic ones can say
      // more: their counts may have been read a little later.
      point.classicHistogramBuckets(classic(series, sketch.count()));
    }
    return point.build();
  }

  SummaryDataPointSnapshot summary(SeriesView series) {
    SummaryDataPointSnapshot.Builder point =
        SummaryDataPointSnapshot.builder()
            .labels(labels(series))
            .count(series.count())
            .sum(series.sum())
            .createdTimestampMillis(series.createdMillis());
    QuantileRules rules = family.sketch() == null ? null : family.sketch().quantiles();
    if (rules != null) {
      List<Quantile> quantiles = new ArrayList<>();
      for (int place = 0; place < rules.quantiles().size(); place++) {
        quantiles.add(new Quantile(rules.quantiles().get(place), series.quantile(place)));
      }
      point.quantiles(Quantiles.of(quantiles));
    }
    return point.build();
  }

  private Exemplars exemplars(SeriesView series) {
    Exemplars.Builder all = Exemplars.builder();
    for (int bucket = 0; bucket < bounds.size(); bucket++) {
      Exemplar exemplar = Snapshots.exemplar(series.exemplar(bucket));
      if (exemplar != null) {
        all.exemplar(exemplar);
      }
    }
    return all.build();
  }

  private ClassicHistogramBuckets classic(SeriesView series, long total) {
    List<Long> counts = new ArrayList<>(bounds.size());
    long left = total;
    for (int bucket = 0; bucket < bounds.size(); bucket++) {
      long count = Math.min(series.bucketCount(bucket), left);
      counts.add(count);
      left -= count;
    }
    return ClassicHistogramBuckets.of(bounds, counts);
  }

  private static NativeHistogramBuckets buckets(Sketch sketch, boolean wanted) {
    NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
    sketch.forEachShown(
        (below, index, count) -> {
          if (below == wanted) {
            buckets.bucket(index, count);
          }
        });
    return buckets.build();
  }

  private static Labels labels(SeriesView series) {
    return Labels.of(series.labels().names(), series.labels().values());
  }
}
