package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SketchRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a family is shown, by how its workers define it: as the oldest of the living does, but with
 * every kind of bucket that any of the living has, with quantiles if any of them has some, and with
 * the bounds of all. The dead have a say only where nobody lives, and the last to die the first:
 * once the last worker of a release has ended, what only that release had is no longer shown.
 *
 * <p>Threading: one thread at a time.
 */
final class Definition {
  private final Family first;
  private final boolean decidedByLiving;
  private final SortedSet<Double> bounds = new TreeSet<>();
  private @Nullable Family firstClassic;
  private boolean boundsDiffer;

  private boolean differ;
  private boolean classic;
  private boolean kindsDiffer;
  private @Nullable SketchRules sketch;

  /** Of a family as the first worker that has a say defines it. */
  Definition(Family first, boolean live) {
    this.first = first;
    this.decidedByLiving = live;
  }

  /**
   * Takes a worker's definition: first those of the living, then those of the dead.
   *
   * @return why its series have to be left out, or null
   */
  Conflict.@Nullable Kind take(Family part, boolean live) {
    differ |= !part.equals(first);
    if (first.mergesWith(part)) {
      add(part, live);
      return null;
    }
    return first.type().mergesWith(part.type()) ? Conflict.Kind.DEFINITION : Conflict.Kind.TYPE;
  }

  private void add(Family part, boolean live) {
    bounds.addAll(part.upperBounds());
    if (part.hasClassicBuckets()) {
      if (firstClassic == null) {
        firstClassic = part;
      }
      boundsDiffer |= !firstClassic.upperBounds().equals(part.upperBounds());
    }
    if (live == decidedByLiving) {
      classic |= part.hasClassicBuckets();
      sketch = sketch == null ? part.sketch() : sketch;
      kindsDiffer |=
          part.type() != first.type() || part.hasClassicBuckets() != first.hasClassicBuckets();
    }
  }

  /** As it is shown. */
  Family merged() {
    return switch (first.type()) {
      case COUNTER, GAUGE, INFO, STATE_SET -> first;
      case HISTOGRAM, NATIVE_HISTOGRAM ->
          first.withBuckets(
              sketch == null ? MetricType.HISTOGRAM : MetricType.NATIVE_HISTOGRAM,
              classic ? List.copyOf(bounds) : List.of(),
              sketch);
      case SUMMARY, QUANTILE_SUMMARY ->
          first.withBuckets(
              sketch == null ? MetricType.SUMMARY : MetricType.QUANTILE_SUMMARY, List.of(), sketch);
    };
  }

  /** Whether nobody lives who could decide, and the dead do not agree. */
  boolean isUndecided() {
    return differ && !decidedByLiving;
  }

  /** What workers differ in that are merged nevertheless. */
  List<Conflict.Kind> differences() {
    List<Conflict.Kind> all = new ArrayList<>();
    if (classic && boundsDiffer) {
      all.add(Conflict.Kind.BOUNDS);
    }
    // The dead of another kind stay for ever, and nothing is to be done about them.
    if (decidedByLiving && kindsDiffer) {
      all.add(Conflict.Kind.BUCKETS);
    }
    return all;
  }
}
