package dev.tallyman.metrics;

import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A counter whose total is read from a function: what a library or the operating system counts.
 *
 * <pre>{@code
 * CounterWithCallback.builder()
 *     .name("cache_evictions_total")
 *     .callback(callback -> callback.call(cache.stats().evictionCount()))
 *     .register();
 * }</pre>
 *
 * <p>What the function says is a total. One that is lower than the last means that its source began
 * anew, as Prometheus understands it: the series goes on from where it was and never backwards. A
 * series that is not named any more keeps its total. When the function is called, and what happens
 * if it fails, is said in {@link GaugeWithCallback}; registered again with another function, the
 * two add up.
 *
 * <p>Threading: the function is called in a thread of its own, never by two at a time.
 *
 * <p>Failure: as {@link GaugeWithCallback}; a total that is negative or not finite is dropped and
 * counted as such.
 */
public final class CounterWithCallback extends Metric<CounterDataPoint> {
  /** Takes what the function reads. */
  @FunctionalInterface
  public interface Callback {
    /** Says the total of the series with these label values. */
    void call(double value, String... labelValues);
  }

  private CounterWithCallback(MetricRegistry registry, FamilyEntry entry) {
    super(registry, entry, CounterDataPoint::new, Unlabelled.WHEN_NAMED);
  }

  /** Begins to describe a counter and to say where its totals come from. */
  public static Builder builder() {
    return new Builder();
  }

  /** How far one source of one series has come. */
  private static final class Progress {
    /** What it had counted when it last began anew, and since. */
    private double before;

    private double last;
    private long givenWhole;
    private double givenFraction;

    /** What is to be added for the source's total to be in the series. */
    double next(double total) {
      if (total < last) {
        before += last;
      }
      last = total;
      double missing = before + total - givenWhole - givenFraction;
      if (!(missing > 0)) {
        return 0; // rounding gave it already
      }
      // Mirrors what the data point does, so that rounding is made good the next time.
      long whole = (long) missing;
      if (whole == missing) {
        givenWhole += whole;
      } else {
        givenFraction += missing;
      }
      return missing;
    }
  }

  /** One function's totals. */
  private final class Source implements Callback {
    private final Map<List<String>, Progress> series = new HashMap<>();

    @Override
    public synchronized void call(double value, String... labelValues) {
      CounterDataPoint point = labelValues(labelValues);
      if (value >= 0 && value < Double.POSITIVE_INFINITY) {
        List<String> key = List.of(SeriesTable.withoutNulls(labelValues));
        point.inc(series.computeIfAbsent(key, any -> new Progress()).next(value));
      } else {
        point.inc(-1L); // dropped and counted
      }
    }
  }

  /** Describes a counter and says where its totals come from. */
  public static final class Builder extends MetricBuilder<Builder, CounterWithCallback> {
    private @Nullable Consumer<Callback> callback;

    private Builder() {
      super(MetricType.COUNTER, "_total");
    }

    /** What reads the totals; required. It may name any number of series, or none. */
    public Builder callback(Consumer<Callback> value) {
      callback = value;
      return this;
    }

    @Override
    public CounterWithCallback register(MetricRegistry registry) {
      Consumer<Callback> reader = Objects.requireNonNull(callback, "callback");
      CounterWithCallback counter =
          limited(
              registry.register(
                  family(),
                  CounterWithCallback.class,
                  entry -> new CounterWithCallback(registry, entry)));
      Source source = counter.new Source();
      registry.callbacks().add(new CallbackTask(counter.name(), () -> reader.accept(source)));
      return counter;
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
