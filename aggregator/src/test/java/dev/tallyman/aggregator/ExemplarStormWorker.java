package dev.tallyman.aggregator;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.Labels;
import java.nio.file.Path;

/**
 * A worker process that counts with exemplars for ever. The labels of each follow from its value,
 * and are of another length than those before, so that a torn one would be seen; and each round is
 * acknowledged on standard output: one character, after all of it.
 */
final class ExemplarStormWorker {
  static final double[] BOUNDS = {10, 100, 1000};

  private static final int OBSERVED_LIMIT = 2_000;
  private static final int LONGEST_FILL = 80;

  private ExemplarStormWorker() {}

  /**
   * Counts.
   *
   * @param args the directory, and the worker's name
   */
  public static void main(String[] args) {
    MetricRegistry registry = MetricRegistry.inDirectory(Path.of(args[0]));
    String name = args[1];
    Counter own = Counter.builder().name("own").labelNames("worker").register(registry);
    Counter shared = Counter.builder().name("shared").register(registry);
    Histogram sizes =
        Histogram.builder().name("size_bytes").classicUpperBounds(BOUNDS).register(registry);
    for (long round = 1; true; round++) {
      own.labelValues(name).incWithExemplar(round, labels(name, round));
      shared.incWithExemplar(round, labels(name, round));
      long size = round % OBSERVED_LIMIT;
      sizes.observeWithExemplar((double) size, labels(name, size));
      System.out.write('.');
      System.out.flush();
    }
  }

  /** The labels that an exemplar of this worker and value has. */
  static Labels labels(String worker, long value) {
    String fill =
        Character.toString((int) ('a' + value % 26)).repeat((int) (1 + value % LONGEST_FILL));
    return Labels.of("fill", fill, "value", Long.toString(value), "worker", worker);
  }
}
