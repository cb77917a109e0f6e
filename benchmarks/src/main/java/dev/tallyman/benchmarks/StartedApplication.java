package dev.tallyman.benchmarks;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that counts once and ends: how long metrics keep it from being up. Or one that
 * does nothing, for so long.
 */
final class StartedApplication {
  private StartedApplication() {}

  /**
   * Counts once.
   *
   * @param args whose counter, and the directory for a tally file; or how many milliseconds it
   *     rests
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
      case "resting" -> rest(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1])));
      default -> throw new IllegalArgumentException("unknown application: kind=" + args[0]);
    }
  }

  private static void rest(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
