package dev.tallyman.metrics;

import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import org.jspecify.annotations.Nullable;

/**
 * How many observations there were and what they sum up to. Over all workers both add, the dead
 * included.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class Summary extends Metric<DistributionDataPoint> implements TimedDataPoint {
  private final @Nullable DistributionDataPoint only;

  private Summary(MetricRegistry registry, FamilyEntry entry) {
    super(registry, entry, DistributionDataPoint::new);
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
    private Builder() {
      super(MetricType.SUMMARY, "");
    }

    @Override
    public Summary register(MetricRegistry registry) {
      return registry.register(family(), Summary.class, entry -> new Summary(registry, entry));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
