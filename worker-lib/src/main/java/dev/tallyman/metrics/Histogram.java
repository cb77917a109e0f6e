package dev.tallyman.metrics;

import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How observations are spread: latencies, sizes. A classic histogram, with a bucket for each upper
 * bound. Over all workers buckets and sums add, the dead included.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class Histogram extends Metric<DistributionDataPoint> implements TimedDataPoint {
  private final @Nullable DistributionDataPoint only;

  private Histogram(MetricRegistry registry, FamilyEntry entry) {
    super(registry, entry, DistributionDataPoint::new);
    this.only = only();
  }

  /** Begins to describe a histogram. */
  public static Builder builder() {
    return new Builder();
  }

  /** Records one observation; see {@link DistributionDataPoint#observe}. */
  public void observe(double value) {
    (only != null ? only : unlabelled()).observe(value);
  }

  /** Observes with an exemplar; see {@link DistributionDataPoint#observeWithExemplar}. */
  public void observeWithExemplar(double value, @Nullable Labels labels) {
    unlabelled().observeWithExemplar(value, labels);
  }

  @Override
  public void recordSeconds(double seconds) {
    observe(seconds);
  }

  /** Describes a histogram. */
  public static final class Builder extends MetricBuilder<Builder, Histogram> {
    private static final double[] DEFAULT_UPPER_BOUNDS = {
      .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
    };

    private double[] upperBounds = DEFAULT_UPPER_BOUNDS;

    private Builder() {
      super(MetricType.HISTOGRAM, "");
    }

    /**
     * The upper bounds of the buckets, in any order; the bucket above all of them need not be
     * given. The default suits latencies in seconds, from 5 milliseconds to 10 seconds.
     */
    public Builder classicUpperBounds(double... bounds) {
      upperBounds = bounds.clone();
      return this;
    }

    /** As many bounds as said, from the first one on, always so far apart. */
    public Builder classicLinearUpperBounds(double start, double width, int count) {
      upperBounds = new double[checked(count)];
      for (int i = 0; i < count; i++) {
        upperBounds[i] = start + width * i;
      }
      return this;
    }

    /** As many bounds as said, from the first one on, each so many times the one before. */
    public Builder classicExponentialUpperBounds(double start, double factor, int count) {
      upperBounds = new double[checked(count)];
      double bound = start;
      for (int i = 0; i < count; i++, bound *= factor) {
        upperBounds[i] = bound;
      }
      return this;
    }

    @Override
    public Histogram register(MetricRegistry registry) {
      return registry.register(
          family(null, sortedFiniteBounds(), List.of()),
          Histogram.class,
          entry -> new Histogram(registry, entry));
    }

    @Override
    Builder self() {
      return this;
    }

    private static int checked(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("bad number of upper bounds: count=" + count);
      }
      return count;
    }

    private List<Double> sortedFiniteBounds() {
      double[] sorted = upperBounds.clone();
      Arrays.sort(sorted);
      List<Double> bounds = new ArrayList<>(sorted.length);
      for (double bound : sorted) {
        if (bound != Double.POSITIVE_INFINITY) {
          bounds.add(bound);
        }
      }
      return bounds;
    }
  }
}
