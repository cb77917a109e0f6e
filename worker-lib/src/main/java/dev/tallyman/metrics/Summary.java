package dev.tallyman.metrics;

import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.tally.FamilyEntry;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many observations there were and what they sum up to, and quantiles if asked for. Over all
 * workers both add, the dead included.
 *
 * <p>Quantiles are those of the observations of all workers together, off by at most the relative
 * error that the builder asks for, whatever the number of workers and however the observations are
 * spread among them. The quantile <i>q</i> is the smallest observation that at least the part
 * <i>q</i> of them does not exceed; not-a-number if there are none. Negative observations and zero
 * count like others, zero without an error. The error holds as long as what one worker observes in
 * one series falls into at most 2048 buckets; with an error of 1 percent these are 64 for each
 * power of two, so that values may differ by a factor of four thousand million. Beyond that, the
 * error doubles.
 *
 * <p>Where the workers of one metric ask for different errors, the largest holds; for different
 * quantiles or windows, what the oldest worker asks for.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class Summary extends Metric<DistributionDataPoint> implements TimedDataPoint {
  private final @Nullable DistributionDataPoint only;

  private Summary(MetricRegistry registry, FamilyEntry entry, Unlabelled beginning) {
    super(registry, entry, DistributionDataPoint::new, beginning);
    this.only = only();
  }

  /** Begins to describe a summary. */
  public static Builder builder() {
    return new Builder();
  }

  /** Records one observation; see {@link DistributionDataPoint#observe}. */
  public void observe(double value) {
    (only != null ? only : unlabelled()).observe(value);
  }

  @Override
  public void recordSeconds(double seconds) {
    observe(seconds);
  }

  /** Describes a summary. */
  public static final class Builder extends MetricBuilder<Builder, Summary> {
    private static final double DEFAULT_ERROR = .01;

    private final SortedSet<Double> quantiles = new TreeSet<>();
    private double relativeError = DEFAULT_ERROR;
    private long windowMillis;

    private Builder() {
      super(MetricType.SUMMARY, "");
    }

    /** One more quantile to be shown, between 0 and 1. */
    public Builder quantile(double value) {
      quantiles.add(value);
      return this;
    }

    /** More quantiles to be shown, between 0 and 1. */
    public Builder quantiles(double... values) {
      for (double value : values) {
        quantiles.add(value);
      }
      return this;
    }

    /**
     * By what part of itself a quantile may be off; 0.01 if not said. The smallest error that can
     * be had is about 0.0014.
     */
    public Builder relativeError(double value) {
      relativeError = value;
      return this;
    }

    /**
     * Over how much of the past quantiles are taken, to the millisecond; all of it if not said.
     * Count and sum are of all time either way.
     *
     * <p>The window is the aggregator's: what a worker has observed stays in it for as long as what
     * others have observed at the same time, also when the worker has died meanwhile. It is as long
     * as said or longer by the time between two scrapes, or a twelfth of it if that is more. An
     * aggregator that is started anew does not know when older observations were made: until it has
     * run for as long as the window, quantiles are of what has come since its start, and of all of
     * a series that is younger than the window. What {@link MetricRegistry#read} shows is of all
     * time.
     */
    public Builder window(Duration length) {
      if (length.toMillis() <= 0) {
        throw new IllegalArgumentException("bad window: length=" + length);
      }
      windowMillis = length.toMillis();
      return this;
    }

    @Override
    public Summary register(MetricRegistry registry) {
      return limited(
          registry.register(
              summaryFamily(), Summary.class, entry -> new Summary(registry, entry, unlabelled())));
    }

    private Family summaryFamily() {
      if (quantiles.isEmpty()) {
        return family();
      }
      QuantileRules rules = new QuantileRules(List.copyOf(quantiles), relativeError, windowMillis);
      return family(MetricType.QUANTILE_SUMMARY, List.of(), rules.sketch());
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
