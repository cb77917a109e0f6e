package dev.tallyman.agent.inside.jvm;

import dev.tallyman.metrics.Metric;
import dev.tallyman.metrics.MetricBuilder;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The registry that the JVM's metrics go to. A name that it has already, from the application, is
 * left out, so that nobody adds to the counts of others.
 *
 * <p>Threading: one thread at a time.
 */
final class Families {
  private final MetricRegistry to;
  private final Consumer<String> complaints;
  private final Set<String> leftOut = new HashSet<>();

  /** All names of the registry, if somebody asked since the round began. */
  private @Nullable Set<String> taken;

  Families(MetricRegistry to, Consumer<String> complaints) {
    this.to = to;
    this.complaints = complaints;
  }

  void leaveOut(Collection<String> names) {
    leftOut.addAll(names);
  }

  /** The application may have more metrics than in the last round. */
  void beginRound() {
    taken = null;
  }

  /** Registers a metric, once; null if it is left out. */
  <M extends Metric<?>> @Nullable M register(String name, MetricBuilder<?, M> metric) {
    if (leftOut.contains(name)) {
      return null;
    }
    if (taken().contains(name)) {
      complaints.accept("metric is not copied: name=" + name + ", cause=name is taken");
      return null;
    }
    return metric.register(to);
  }

  JvmGauge gauge(String name, String help, String... labelNames) {
    return new JvmGauge(this, name, help, labelNames);
  }

  JvmCounter counter(String name, String help) {
    return new JvmCounter(this, name, help);
  }

  private Set<String> taken() {
    Set<String> known = taken;
    if (known == null) {
      known = new HashSet<>();
      for (FamilyView view : to.read()) {
        known.add(view.family().name());
      }
      taken = known;
    }
    return known;
  }
}
