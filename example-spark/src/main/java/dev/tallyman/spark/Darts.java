package dev.tallyman.spark;

import io.prometheus.metrics.core.metrics.Counter;
import java.util.Random;

/**
 * Throws darts at a square, in an executor, and counts them.
 *
 * <p>Threading: safe for all threads.
 */
final class Darts {
  private static final Counter THROWN =
      Counter.builder().name("darts_thrown_total").help("Darts thrown.").register();

  private Darts() {}

  /** How many of so many darts hit the circle in the square. */
  static int hits(int seed, int darts) {
    Random random = new Random(seed);
    int hits = 0;
    for (int i = 0; i < darts; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      hits += x * x + y * y <= 1 ? 1 : 0;
      THROWN.inc();
    }
    return hits;
  }
}
