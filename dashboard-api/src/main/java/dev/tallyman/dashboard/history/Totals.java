package dev.tallyman.dashboard.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How much counters grew from one moment to another. The range is looked at in steps, so that a
 * counter that begins again in between is seen.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: the futures fail with what {@link RangeSource} fails with.
 */
public final class Totals {
  private static final int STEPS = 120;

  /** Few sources look more often. */
  private static final long SHORTEST_STEP_MILLIS = 5_000;

  private final RangeSource history;

  /** Totals of what the source tells. */
  public Totals(RangeSource history) {
    this.history = history;
  }

  /** One number for each group of labels; NaN if it is not known. */
  public CompletableFuture<List<Timeline>> grown(
      Selector selector, long fromMillis, long toMillis, Sums.Labels by) {
    return totals(selector, steps(fromMillis, toMillis)).thenApply(totals -> Sums.by(by, totals));
  }

  private CompletableFuture<List<Timeline>> totals(Selector selector, Grid grid) {
    return history
        .counters(selector, grid)
        .thenCompose(
            counters -> {
              List<Timeline> totals = totals(counters);
              int first = counters.stream().mapToInt(Timeline::firstKnown).min().orElse(0);
              if (first == 0
                  || first == grid.points()
                  || grid.stepMillis() < 2 * SHORTEST_STEP_MILLIS) {
                return CompletableFuture.completedFuture(totals);
              }
              // The history begins inside the range: a long step must not hide most of it.
              return totals(selector, steps(grid.millisAt(first - 1), grid.millisAt(first)))
                  .thenApply(
                      finer -> {
                        totals.addAll(finer);
                        return totals;
                      });
            });
  }

  static Grid steps(long fromMillis, long toMillis) {
    long range = toMillis - fromMillis;
    int steps = (int) Math.max(1, Math.min(STEPS, range / SHORTEST_STEP_MILLIS));
    return new Grid(fromMillis, Math.max(1, range / steps), steps + 1);
  }

  private static List<Timeline> totals(List<Timeline> counters) {
    List<Timeline> totals = new ArrayList<>(counters.size());
    for (Timeline counter : counters) {
      totals.add(Timeline.of(counter.labels(), Increases.of(counter).total()));
    }
    return totals;
  }
}
