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
 * <p>A function may name ever new label values. Those over the limit count in the overflow series,
 * and memory has a bound: a thousand of them that a function still names are followed one by one,
 * as if each had a series; of more only the growth of their sum is counted, so that less is counted
 * than there was when one of them goes or begins anew. One that was not named for a while may be
 * forgotten; should it come back, its total counts as new. The overflow series never goes
 * backwards.
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

  /** One function's totals. */
  private final class Source implements Callback, Runnable {
    private final Consumer<Callback> reader;
    private final Map<List<String>, Progress> series = new HashMap<>();
    private final OverLimit others = new OverLimit();

    Source(Consumer<Callback> reader) {
      this.reader = reader;
    }

    @Override
    public void run() {
      others.begin();
      reader.accept(this);
      others.end();
    }

    @Override
    public synchronized void call(double value, String... labelValues) {
      CounterDataPoint point = labelValues(labelValues);
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        point.inc(-1L); // dropped and counted
        return;
      }
      List<String> key = List.of(SeriesTable.withoutNulls(labelValues));
      if (point.isOverflow()) {
        others.say(point, key, value);
      } else {
        point.inc(series.computeIfAbsent(key, any -> others.leave(any, value)).next(value));
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
      registry
          .callbacks()
          .add(new CallbackTask(counter.family().name(), counter.new Source(reader)));
      return counter;
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
