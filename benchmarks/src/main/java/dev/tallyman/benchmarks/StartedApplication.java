package dev.tallyman.benchmarks;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import java.nio.file.Path;

/** An application that counts once and ends: how long metrics keep it from being up. */
final class StartedApplication {
  private StartedApplication() {}

  /**
   * Counts once.
   *
   * @param args whose counter, and the directory for a tally file
   */
  public static void main(String[] args) {
    switch (args[0]) {
      case "tallyman" ->
          Counter.builder()
              .name("plain")
              .register(MetricRegistry.inDirectory(Path.of(args[1])))
              .inc();
      case "clientJava" ->
          io.prometheus.metrics.core.metrics.Counter.builder().name("plain").register().inc();
      case "nothing" -> {}
      default -> throw new IllegalArgumentException("unknown application: kind=" + args[0]);
    }
  }
}
