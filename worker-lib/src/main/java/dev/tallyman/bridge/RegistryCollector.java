package dev.tallyman.bridge;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/**
 * Our metrics as a collector of client_java, for an application that also serves a page of its own.
 * It shows what this process alone has recorded, whether into a tally file or into heap.
 *
 * <pre>{@code
 * PrometheusRegistry.defaultRegistry.register(
 *     new RegistryCollector(MetricRegistry.defaultRegistry()));
 * }</pre>
 *
 * <p>Threading: safe for all threads. Failure: none; a registry has each name once.
 */
public final class RegistryCollector implements MultiCollector {
  private final MetricRegistry registry;

  /** A collector of everything in a registry, whatever is registered later included. */
  public RegistryCollector(MetricRegistry registry) {
    this.registry = registry;
  }

  @Override
  public MetricSnapshots collect() {
    List<FamilyView> withSeries =
        registry.read().stream().filter(view -> !view.series().isEmpty()).toList();
    return Snapshots.of(withSeries);
  }
}
