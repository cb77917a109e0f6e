package dev.tallyman.merge;

import dev.tallyman.model.SeriesReading;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the parts of one worker go, in the order in which its reading has them. */
final class Plan {
  private @Nullable MergedSeries[] targets = new @Nullable MergedSeries[16];

  /** Where the buckets of each part are among the merged ones. */
  private int[][] buckets = new int[16][];

  private int size;

  /** How many parts there is a place for. */
  int size() {
    return size;
  }

  void append(MergedSeries target, int[] places) {
    put(target, places);
  }

  /** Conflicts leave a part out. */
  void leaveOut() {
    put(null, MergedSeries.ONE_BUCKET);
  }

  private void put(@Nullable MergedSeries target, int[] places) {
    if (size == targets.length) {
      targets = Arrays.copyOf(targets, 2 * size);
      buckets = Arrays.copyOf(buckets, 2 * size);
    }
    targets[size] = target;
    buckets[size] = places;
    size++;
  }

  /** Adds the part at this place to the series that it belongs to. */
  void add(int place, SeriesReading part, boolean live) {
    MergedSeries target = targets[place];
    if (target != null) {
      target.add(part, live, buckets[place]);
    }
  }
}
