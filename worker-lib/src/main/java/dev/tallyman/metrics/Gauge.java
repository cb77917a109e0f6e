package dev.tallyman.metrics;

import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import dev.tallyman.tally.SharedSlots;
import dev.tallyman.tally.SlotMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that goes up and down: queue length, memory in use. How the workers' values become one is
 * its {@link GaugeMode}; the default, {@link GaugeMode#ALL}, keeps them apart by their pid.
 *
 * <p>Threading: safe for all threads, without a lock. Failure: see {@link Metric}.
 */
public final class Gauge extends Metric<GaugeDataPoint> implements TimedDataPoint {
  private final @Nullable SharedSlots slots;

  private Gauge(MetricRegistry registry, FamilyEntry entry, Unlabelled beginning) {
    super(registry, entry, GaugeDataPoint::new, beginning);
    GaugeDataPoint only = only();
    this.slots = only == null ? null : only.slotsIfOnlyValue();
  }

  /** Begins to describe a gauge. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets the value. */
  public void set(double value) {
    // Past the data point: each object on the way costs about half a nanosecond (decision 0001).
    if (slots != null) {
      slots.set(SlotMap.GAUGE_VALUE, value);
    } else {
      unlabelled().set(value);
    }
  }

  /** Sets the value to the current time, in seconds since the epoch. */
  public void setToCurrentTime() {
    unlabelled().setToCurrentTime();
  }

  /** Adds one. */
  public void inc() {
    unlabelled().inc();
  }

  /** Adds an amount; see {@link GaugeDataPoint#inc(double)}. */
  public void inc(double amount) {
    unlabelled().inc(amount);
  }

  /** Takes one away. */
  public void dec() {
    unlabelled().dec();
  }

  /** Takes an amount away; see {@link GaugeDataPoint#inc(double)}. */
  public void dec(double amount) {
    unlabelled().dec(amount);
  }

  /** What this process has set. */
  public double get() {
    return unlabelled().get();
  }

  @Override
  public void recordSeconds(double seconds) {
    set(seconds);
  }

  /** Describes a gauge. */
  public static final class Builder extends MetricBuilder<Builder, Gauge> {
    private GaugeMode mode = GaugeMode.ALL;

    private Builder() {
      super(MetricType.GAUGE, "");
    }

    /** How the workers' values become one. */
    public Builder multiprocessMode(GaugeMode value) {
      mode = value;
      return this;
    }

    @Override
    public Gauge register(MetricRegistry registry) {
      return limited(
          registry.register(
              family(mode, List.of(), List.of()),
              Gauge.class,
              entry -> new Gauge(registry, entry, unlabelled())));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
