package dev.tallyman.metrics;

import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.SummedSlots;
import org.jspecify.annotations.Nullable;

/**
 * A value that only grows: requests served, bytes sent. Over all workers it is their sum, the dead
 * included.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class Counter extends Metric<CounterDataPoint> {
  private final @Nullable SummedSlots slots;

  private Counter(MetricRegistry registry, FamilyEntry entry, Unlabelled beginning) {
    super(registry, entry, CounterDataPoint::new, beginning);
    CounterDataPoint only = only();
    this.slots = only == null ? null : only.slots();
  }

  /** Begins to describe a counter. The ending {@code _total} may be given in its name or not. */
  public static Builder builder() {
    return new Builder();
  }

  /** Counts one. */
  public void inc() {
    // Past the data point: each object on the way costs about half a nanosecond (decision 0001).
    if (slots != null && !OpenTelemetry.PRESENT) {
      slots.add(SlotMap.COUNTER_WHOLE, 1L);
    } else {
      unlabelled().inc();
    }
  }

  /** Counts several; see {@link CounterDataPoint#inc(long)}. */
  public void inc(long amount) {
    unlabelled().inc(amount);
  }

  /** Adds an amount; see {@link CounterDataPoint#inc(double)}. */
  public void inc(double amount) {
    unlabelled().inc(amount);
  }

  /** Counts one with an exemplar; see {@link CounterDataPoint#incWithExemplar(double, Labels)}. */
  public void incWithExemplar(@Nullable Labels labels) {
    unlabelled().incWithExemplar(labels);
  }

  /** Adds with an exemplar; see {@link CounterDataPoint#incWithExemplar(double, Labels)}. */
  public void incWithExemplar(long amount, @Nullable Labels labels) {
    unlabelled().incWithExemplar(amount, labels);
  }

  /** Adds with an exemplar; see {@link CounterDataPoint#incWithExemplar(double, Labels)}. */
  public void incWithExemplar(double amount, @Nullable Labels labels) {
    unlabelled().incWithExemplar(amount, labels);
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
      return limited(
          registry.register(
              family(), Counter.class, entry -> new Counter(registry, entry, unlabelled())));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
