package dev.tallyman.metrics;

import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;

/**
 * A value that only grows: requests served, bytes sent. Over all workers it is their sum, the dead
 * included.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class Counter extends Metric<CounterDataPoint> {
  private Counter(MetricRegistry registry, FamilyEntry entry) {
    super(registry, entry, CounterDataPoint::new);
  }

  /** Begins to describe a counter. The ending {@code _total} may be given in its name or not. */
  public static Builder builder() {
    return new Builder();
  }

  /** Counts one. */
  public void inc() {
    unlabelled().inc();
  }

  /** Counts several; see {@link CounterDataPoint#inc(long)}. */
  public void inc(long amount) {
    unlabelled().inc(amount);
  }

  /** Adds an amount; see {@link CounterDataPoint#inc(double)}. */
  public void inc(double amount) {
    unlabelled().inc(amount);
  }

  /** What this process has counted. */
  public double get() {
    return unlabelled().get();
  }

  /** Describes a counter. */
  public static final class Builder extends MetricBuilder<Builder, Counter> {
    private Builder() {
      super(MetricType.COUNTER, "_total");
    }

    @Override
    public Counter register(MetricRegistry registry) {
      return registry.register(family(), Counter.class, entry -> new Counter(registry, entry));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
