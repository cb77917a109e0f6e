package dev.tallyman.agent;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;

/** An application with a collector that does not return. */
final class Hanging {
  private Hanging() {}

  /**
   * Lives for a while, and says when it ends.
   *
   * @param args how many milliseconds it lives
   */
  public static void main(String[] args) {
    PrometheusRegistry.defaultRegistry.register(
        () -> {
          Job.rest(600_000);
          return CounterSnapshot.builder().name("never").build();
        });
    Job.rest(Long.parseLong(args[0]));
    System.out.println(System.currentTimeMillis());
  }
}
