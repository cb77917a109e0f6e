package dev.tallyman.dashboard.history;

import java.util.Arrays;

/**
 * How counters grew from point to point.
 *
 * <p>A counter that is lower than before has begun again from 0, as Prometheus has it; the first
 * value of a series is where counting begins, and no growth: {@link Births} puts a 0 before it
 * where that is known. Unlike Prometheus, nothing is extrapolated to the ends of a range. Over a
 * gap the growth is that since the value before it.
 *
 * <p>Threading: stateless.
 */
public final class Increases {
  private static final double MILLIS_PER_SECOND = 1_000;

  private Increases() {}

  /**
   * How much it grew in each step.
   *
   * @return one point less: the first is what led to the second value
   */
  public static Timeline of(Timeline counter) {
    return grown(counter, 0);
  }

  /** How much it grew per second; over a gap that is the gap's average. */
  public static Timeline perSecond(Timeline counter, long stepMillis) {
    return grown(counter, stepMillis);
  }

  private static Timeline grown(Timeline counter, long stepMillis) {
    double[] grown = new double[counter.points() - 1];
    Arrays.fill(grown, Double.NaN);
    int known = counter.firstKnown();
    for (int point = known + 1; point < counter.points(); point++) {
      double value = counter.at(point);
      if (!Double.isNaN(value)) {
        double before = counter.at(known);
        double growth = value < before ? value : value - before;
        grown[point - 1] =
            stepMillis == 0 ? growth : growth * MILLIS_PER_SECOND / ((point - known) * stepMillis);
        known = point;
      }
    }
    return Timeline.owning(counter.labels(), grown);
  }
}
