package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.DistributionDataPoint;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.Summary;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Collections;
import java.util.List;

/**
 * The copy of one series of a summary, or of a histogram's classic buckets.
 *
 * <p>Threading: one thread at a time.
 */
final class DistributionCopy {
  private final DistributionDataPoint to;

  /** The finite bounds of our metric. A summary has none, and so a single bucket: its count. */
  private final List<Double> upperBounds;

  private final GrowingSum copied = new GrowingSum();
  private final Beginning beginning;
  private final ExemplarCopy exemplars = new ExemplarCopy();
  private long[] seen;

  DistributionCopy(DistributionDataPoint to, List<Double> upperBounds, Scrape scrape) {
    this.to = to;
    this.beginning = new Beginning(scrape);
    this.upperBounds = upperBounds;
    this.seen = new long[upperBounds.size() + 1];
  }

  void copy(HistogramDataPointSnapshot source) {
    copy(countsOf(source, upperBounds), source);
    exemplars.copy(source.getExemplars(), to::keepExemplar);
  }

  void copy(SummaryDataPointSnapshot source) {
    copy(new long[] {source.hasCount() ? source.getCount() : 0}, source);
  }

  /** How many a histogram has in each of our classic buckets, the one above all bounds last. */
  static long[] countsOf(HistogramDataPointSnapshot source, List<Double> upperBounds) {
    long[] counts = new long[upperBounds.size() + 1];
    if (source.hasClassicHistogramData()) {
      ClassicHistogramBuckets buckets = source.getClassicBuckets();
      for (int i = 0; i < buckets.size(); i++) {
        counts[bucketOf(buckets.getUpperBound(i), upperBounds)] += buckets.getCount(i);
      }
    } else {
      counts[upperBounds.size()] = source.getCount();
    }
    return counts;
  }

  /** The bucket with this bound or, if there is none, the next that holds all it holds. */
  private static int bucketOf(double upperBound, List<Double> upperBounds) {
    int place = Collections.binarySearch(upperBounds, upperBound + 0.0);
    return place >= 0 ? place : -place - 1;
  }

  private void copy(long[] counts, DistributionDataPointSnapshot source) {
    boolean restarted = beginning.isAnother(source);
    for (int i = 0; i < counts.length; i++) {
      restarted |= counts[i] < seen[i];
    }
    if (restarted) {
      copied.restart();
      seen = new long[counts.length];
    }
    long[] steps = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      steps[i] = counts[i] - seen[i];
    }
    seen = counts;
    double sum = source.hasSum() ? source.getSum() : 0;
    to.add(steps, Double.isFinite(sum) ? copied.advanceTo(sum) : 0);
  }

  /** How a histogram is copied. */
  record IntoHistogram(Histogram metric, List<Double> upperBounds, Scrape scrape)
      implements PointCopying<HistogramDataPointSnapshot, DistributionCopy> {
    @Override
    public DistributionCopy begin(String[] labelValues, HistogramDataPointSnapshot source) {
      return new DistributionCopy(
          metric.labelValuesSince(Beginning.createdMillis(source), labelValues),
          upperBounds,
          scrape);
    }

    @Override
    public void copy(DistributionCopy point, HistogramDataPointSnapshot source) {
      point.copy(source);
    }

    @Override
    public boolean isOverLimit(DistributionCopy point) {
      return point.to.isOverflow();
    }
  }

  /** How a summary is copied. */
  record IntoSummary(Summary metric, Scrape scrape)
      implements PointCopying<SummaryDataPointSnapshot, DistributionCopy> {
    @Override
    public DistributionCopy begin(String[] labelValues, SummaryDataPointSnapshot source) {
      return new DistributionCopy(
          metric.labelValuesSince(Beginning.createdMillis(source), labelValues), List.of(), scrape);
    }

    @Override
    public void copy(DistributionCopy point, SummaryDataPointSnapshot source) {
      point.copy(source);
    }

    @Override
    public boolean isOverLimit(DistributionCopy point) {
      return point.to.isOverflow();
    }
  }
}
