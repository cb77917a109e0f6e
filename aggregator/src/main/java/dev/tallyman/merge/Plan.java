package dev.tallyman.merge;

import dev.tallyman.model.SeriesReading;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the parts of one worker go, in the order in which its reading has them. */
final class Plan {
  private @Nullable MergedSeries[] targets = new @Nullable MergedSeries[16];

  private @Nullable Fit[] fits = new @Nullable Fit[16];

  private int size;

  /** How many parts there is a place for. */
  int size() {
    return size;
  }

  /** Conflicts leave a part out. */
  void appendNothing() {
    append(null, null);
  }

  /** Damage leaves a part out that had a place. */
  void leaveOut(int place) {
    targets[place] = null;
  }

  void append(@Nullable MergedSeries target, @Nullable Fit fit) {
    if (size == targets.length) {
      targets = Arrays.copyOf(targets, 2 * size);
      fits = Arrays.copyOf(fits, 2 * size);
    }
    targets[size] = target;
    fits[size] = fit;
    size++;
  }

  /**
   * Adds the part at this place to the series that it belongs to.
   *
   * @return as {@link MergedSeries#add}
   */
  boolean add(int place, SeriesReading part, boolean live) {
    MergedSeries target = targets[place];
    Fit fit = fits[place];
    return target == null || fit == null || target.add(part, live, fit);
  }
}
