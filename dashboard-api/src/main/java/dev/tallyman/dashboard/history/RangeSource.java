package dev.tallyman.dashboard.history;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Knows what series were.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: the future fails with a {@link HistoryException}.
 */
public interface RangeSource {
  /**
   * What the series were at the points of the grid, without their name. Series of several origins
   * may have the same labels.
   */
  CompletableFuture<List<Timeline>> ask(Selector selector, Grid grid);

  /**
   * What counters were: the same, but one that is new stands at 0 where it was last seen to be
   * missing, so that what it has counted since then is growth.
   */
  CompletableFuture<List<Timeline>> counters(Selector selector, Grid grid);
}
