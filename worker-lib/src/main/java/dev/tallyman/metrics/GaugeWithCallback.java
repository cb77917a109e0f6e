package dev.tallyman.metrics;

import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.tally.FamilyEntry;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A gauge whose values are read from a function: the size of a pool, the memory in use.
 *
 * <pre>{@code
 * GaugeWithCallback.builder()
 *     .name("pool_connections")
 *     .labelNames("pool")
 *     .callback(callback -> pools.forEach(pool -> callback.call(pool.size(), pool.name())))
 *     .register();
 * }</pre>
 *
 * <p>The function is called every few seconds, when the registry is read or closed, and when the
 * JVM ends. Registered again with another function, both are called. A series is there when the
 * function names it, and no longer once it does not.
 *
 * <p>Threading: the function is called in a thread of its own, never by two at a time.
 *
 * <p>Failure: a function that throws or does not return within a second disturbs nobody; that is
 * logged once for each cause and counted as a dropped recording, and the series keep their values.
 */
public final class GaugeWithCallback extends Metric<GaugeDataPoint> {
  /** Takes what the function reads. */
  @FunctionalInterface
  public interface Callback {
    /** Sets the value of the series with these label values. */
    void call(double value, String... labelValues);
  }

  private GaugeWithCallback(MetricRegistry registry, FamilyEntry entry) {
    super(registry, entry, GaugeDataPoint::new, Unlabelled.WHEN_NAMED);
  }

  /** One function, and which series it named last. */
  private final class Source implements Callback, Runnable {
    private final Consumer<Callback> reader;
    private final Set<List<String>> named = ConcurrentHashMap.newKeySet();

    Source(Consumer<Callback> reader) {
      this.reader = reader;
    }

    @Override
    public void run() {
      Set<List<String>> before = Set.copyOf(named);
      named.clear();
      try {
        reader.accept(this);
      } catch (RuntimeException | Error e) {
        named.addAll(before); // who knows what it had still to say
        throw e;
      }
      removeIf(values -> before.contains(values) && !named.contains(values));
    }

    @Override
    public void call(double value, String... labelValues) {
      GaugeDataPoint point = labelValues(labelValues);
      point.set(value);
      named.add(
          point.isOverflow()
              ? Collections.nCopies(family().labelNames().size(), OVERFLOW)
              : List.of(SeriesTable.withoutNulls(labelValues)));
    }
  }

  /** Begins to describe a gauge and to say where its values come from. */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes a gauge and says where its values come from. */
  public static final class Builder extends MetricBuilder<Builder, GaugeWithCallback> {
    private GaugeMode mode = GaugeMode.ALL;
    private @Nullable Consumer<Callback> callback;

    private Builder() {
      super(MetricType.GAUGE, "");
    }

    /** How the workers' values become one. */
    public Builder multiprocessMode(GaugeMode value) {
      mode = value;
      return this;
    }

    /** What reads the values; required. It may name any number of series, or none. */
    public Builder callback(Consumer<Callback> value) {
      callback = value;
      return this;
    }

    @Override
    public GaugeWithCallback register(MetricRegistry registry) {
      Consumer<Callback> reader = Objects.requireNonNull(callback, "callback");
      GaugeWithCallback gauge =
          limited(
              registry.register(
                  family(mode, List.of(), List.of()),
                  GaugeWithCallback.class,
                  entry -> new GaugeWithCallback(registry, entry)));
      registry.callbacks().add(new CallbackTask(gauge.family().name(), gauge.new Source(reader)));
      return gauge;
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
