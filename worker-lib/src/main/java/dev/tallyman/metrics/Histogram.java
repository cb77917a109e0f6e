package dev.tallyman.metrics;

import dev.tallyman.model.Family;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SketchRules;
import dev.tallyman.tally.FamilyEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How observations are spread: latencies, sizes. Over all workers buckets and sums add, the dead
 * included.
 *
 * <p>A <i>classic</i> histogram has a bucket for each upper bound that it is given. A <i>native</i>
 * one has buckets of its own accord wherever there are observations, each so many percent wider
 * than the one before; Prometheus has to ask for protobuf to see them. A histogram is classic
 * unless its builder says native, or both; both costs the time of both.
 *
 * <p>The native buckets of workers that count at different resolutions are taken together at the
 * coarsest, and at the widest zero bucket. Unlike in client_java a native histogram is never reset
 * and its zero bucket does not grow: when there are too many buckets, they become twice as wide,
 * from then on and for good.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class Histogram extends Metric<DistributionDataPoint> implements TimedDataPoint {
  private final @Nullable DistributionDataPoint only;

  private Histogram(MetricRegistry registry, FamilyEntry entry, Unlabelled beginning) {
    super(registry, entry, DistributionDataPoint::new, beginning);
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

    private static final int DEFAULT_SCHEMA = 5;
    private static final double DEFAULT_ZERO_THRESHOLD = 0x1p-128;
    private static final int DEFAULT_MAX_BUCKETS = 160;

    private boolean classic = true;
    private boolean nativeToo;
    private int schema = DEFAULT_SCHEMA;
    private double zeroThreshold = DEFAULT_ZERO_THRESHOLD;
    private int maxBuckets = DEFAULT_MAX_BUCKETS;
    private double[] upperBounds = DEFAULT_UPPER_BOUNDS;

    private Builder() {
      super(MetricType.HISTOGRAM, "");
    }

    /** Classic buckets only, as is the default. */
    public Builder classicOnly() {
      classic = true;
      nativeToo = false;
      return this;
    }

    /** Native buckets only. To scrapers of text it has a single bucket, which takes everything. */
    public Builder nativeOnly() {
      classic = false;
      nativeToo = true;
      return this;
    }

    /** Both kinds of buckets: scrapers of text see the classic ones, those of protobuf both. */
    public Builder classicAndNative() {
      classic = true;
      nativeToo = true;
      return this;
    }

    /**
     * How fine native buckets are at first, from -4 to 8: each is 2^(2^-schema) times as wide as
     * the one before. The default is 5, 2.2 percent.
     */
    public Builder nativeInitialSchema(int value) {
      schema = value;
      return this;
    }

    /**
     * What is at most so far from zero counts as zero with native buckets. The default is 2^-128;
     * with 0 there is no zero bucket but for zero itself.
     */
    public Builder nativeMinZeroThreshold(double value) {
      zeroThreshold = value;
      return this;
    }

    /**
     * When more native buckets of a series than this are in use, they become twice as wide. The
     * default is 160; it bounds the memory of a series, together with the bounds of double numbers.
     */
    public Builder nativeMaxNumberOfBuckets(int value) {
      maxBuckets = value;
      return this;
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
      return limited(
          registry.register(
              histogramFamily(),
              Histogram.class,
              entry -> new Histogram(registry, entry, unlabelled())));
    }

    private Family histogramFamily() {
      List<Double> bounds = classic ? sortedFiniteBounds() : List.of();
      return nativeToo
          ? family(
              MetricType.NATIVE_HISTOGRAM,
              bounds,
              new SketchRules(schema, zeroThreshold, maxBuckets, null))
          : family(null, bounds, List.of());
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
