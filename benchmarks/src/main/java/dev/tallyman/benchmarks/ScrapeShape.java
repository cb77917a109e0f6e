package dev.tallyman.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * How many workers have how many series.
 *
 * @param workers how many
 * @param series how many each, as {@link Workload} counts them
 * @param peerRounds how often client_python is measured, which takes seconds for the largest
 */
record ScrapeShape(int workers, int series, int peerRounds) {
  static final List<ScrapeShape> LIVING =
      List.of(
          new ScrapeShape(4, 500, 51),
          new ScrapeShape(16, 2_000, 15),
          new ScrapeShape(16, 10_000, 7),
          new ScrapeShape(64, 10_000, 3));

  static final ScrapeShape DEAD = new ScrapeShape(2_000, 100, 7);

  static final ScrapeShape MANY_DEAD = new ScrapeShape(10_000, 100, 0);

  String text() {
    return String.format(Locale.ROOT, "%,d × %,d", workers, series);
  }
}
