package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.DistributionDataPoint;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.model.Sketch;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The copy of one series of a histogram that has native buckets, and maybe classic ones too.
 *
 * <p>Threading: one thread at a time.
 */
final class NativeCopy {
  private final DistributionDataPoint to;

  /** The finite bounds of our metric; none if it is native only. */
  private final List<Double> upperBounds;

  private final GrowingSum copied = new GrowingSum();
  private final Beginning beginning;
  private final ExemplarCopy exemplars = new ExemplarCopy();
  private @Nullable HistogramDataPointSnapshot seen;
  private long[] seenClassic;

  NativeCopy(DistributionDataPoint to, List<Double> upperBounds, Scrape scrape) {
    this.to = to;
    this.beginning = new Beginning(scrape);
    this.upperBounds = upperBounds;
    this.seenClassic = new long[upperBounds.size()];
  }

  void copy(HistogramDataPointSnapshot source) {
    if (!source.hasNativeHistogramData()) {
      throw new IllegalArgumentException(
          "no native buckets, which the family began with: labels=" + source.getLabels());
    }
    long[] classic = classicOf(source);
    Sketch growth = beginning.isAnother(source) ? null : growth(source, classic);
    if (growth == null) {
      copied.restart();
      seenClassic = new long[classic.length];
      growth = NativeGrowth.all(source);
    }
    long[] steps = new long[classic.length];
    for (int i = 0; i < classic.length; i++) {
      steps[i] = classic[i] - seenClassic[i];
    }
    double sum = source.hasSum() ? source.getSum() : 0;
    to.add(growth, steps, Double.isFinite(sum) ? copied.advanceTo(sum) : 0);
    seen = source;
    seenClassic = classic;
    exemplars.copy(source.getExemplars(), to::keepExemplar);
  }

  /** What is new in the native buckets; all of it if the source has begun again, and so null. */
  private @Nullable Sketch growth(HistogramDataPointSnapshot source, long[] classic) {
    HistogramDataPointSnapshot before = seen;
    for (int i = 0; i < classic.length; i++) {
      if (classic[i] < seenClassic[i]) {
        return null;
      }
    }
    return before == null ? null : NativeGrowth.between(before, source);
  }

  /** Without the bucket above all bounds: what is there the native buckets say. */
  private long[] classicOf(HistogramDataPointSnapshot source) {
    return Arrays.copyOf(DistributionCopy.countsOf(source, upperBounds), upperBounds.size());
  }

  /** How a histogram with native buckets is copied. */
  record Into(Histogram metric, List<Double> upperBounds, Scrape scrape)
      implements PointCopying<HistogramDataPointSnapshot, NativeCopy> {
    @Override
    public NativeCopy begin(String[] labelValues, HistogramDataPointSnapshot source) {
      return new NativeCopy(
          metric.labelValuesSince(Beginning.createdMillis(source), labelValues),
          upperBounds,
          scrape);
    }

    @Override
    public void copy(NativeCopy point, HistogramDataPointSnapshot source) {
      point.copy(source);
    }

    @Override
    public boolean isOverLimit(NativeCopy point) {
      return point.to.isOverflow();
    }
  }
}
