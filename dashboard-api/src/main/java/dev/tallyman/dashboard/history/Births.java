package dev.tallyman.dashboard.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of one source, for one question, with the 0 that they began at.
 *
 * <p>A counter that comes while its aggregator's page is being recorded is new, and has counted
 * from 0 since the last look that did not find it. One that is there at the first look that there
 * is of the page may be of any age: nothing is known of what it was before. Which moments have a
 * look is told by {@value #WITNESS}, which every page of an aggregator has; in a Prometheus it has
 * the labels of the target, and counters of the same target have these, too.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: the futures fail with what {@link RangeSource} fails with.
 */
final class Births {
  /** Without labels of its own, unlike the build's version. */
  static final String WITNESS = "tallyman_workers";

  private final RangeClient source;
  private final Map<Grid, CompletableFuture<List<Timeline>>> looks = new ConcurrentHashMap<>();

  Births(RangeClient source) {
    this.source = source;
  }

  /** What the counters were; who needs no look to be sure costs none. */
  CompletableFuture<List<Timeline>> counters(Selector selector, Grid grid) {
    return source
        .ask(selector, grid)
        .thenCompose(
            counters ->
                counters.stream().anyMatch(Births::comesLate)
                    ? looks(grid).thenApply(seen -> fromBirth(counters, seen))
                    : CompletableFuture.completedFuture(counters));
  }

  private CompletableFuture<List<Timeline>> looks(Grid grid) {
    return looks.computeIfAbsent(grid, unused -> source.ask(Selector.of(WITNESS), grid));
  }

  private static boolean comesLate(Timeline counter) {
    int first = counter.firstKnown();
    return first > 0 && first < counter.points();
  }

  static List<Timeline> fromBirth(List<Timeline> counters, List<Timeline> looks) {
    List<Timeline> whole = new ArrayList<>(counters.size());
    for (Timeline counter : counters) {
      int before = comesLate(counter) ? lastLookBefore(counter, looks) : -1;
      whole.add(before < 0 ? counter : counter.with(before, 0));
    }
    return whole;
  }

  /** The last point at which its page was seen without it; -1 if there is none. */
  private static int lastLookBefore(Timeline counter, List<Timeline> looks) {
    int last = -1;
    for (Timeline look : looks) {
      if (counter.labels().entrySet().containsAll(look.labels().entrySet())) {
        int point = counter.firstKnown() - 1;
        while (point > last && Double.isNaN(look.at(point))) {
          point--;
        }
        last = Math.max(last, point);
      }
    }
    return last;
  }
}
