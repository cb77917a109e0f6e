package dev.tallyman.agent;

import dev.tallyman.bridge.RegistryBridge;
import dev.tallyman.metrics.MetricRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** An application that has a bridge of its own. */
final class Bridged {
  private Bridged() {}

  /**
   * Counts before the bridge is there, and after.
   *
   * @param args how many milliseconds it waits before it starts its bridge
   */
  public static void main(String[] args) {
    Counter counter = Counter.builder().name("bridged_total").register();
    counter.inc(20);
    Job.rest(Long.parseLong(args[0]));
    RegistryBridge unused =
        RegistryBridge.start(PrometheusRegistry.defaultRegistry, MetricRegistry.defaultRegistry());
    counter.inc(3);
    Job.rest(1_500);
    counter.inc();
  }
}
