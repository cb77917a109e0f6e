package dev.tallyman.model;

/**
 * Reads a quantile off a sketch: finds the bucket in which the observation of that rank lies, and
 * takes the value that is off from neither of the bucket's bounds by more than the same part.
 *
 * <p>Threading: one thread at a time.
 */
final class SketchQuantile {
  /** Lets 7 hundredths of 100 be 7, though their product is a little more. */
  private static final double ROUNDING = 1e-9;

  private final Sketch sketch;

  /** How many observations come before the one that is wanted, in the order of visits. */
  private long before;

  private double found = Double.NaN;

  private SketchQuantile(Sketch sketch, long before) {
    this.sketch = sketch;
    this.before = before;
  }

  /**
   * The smallest observation that at least the given part of all does not exceed, or close to it;
   * not-a-number if there are none.
   */
  static double of(Sketch sketch, double quantile) {
    long[] below = {0};
    sketch.forEach((isBelow, index, count) -> below[0] += isBelow ? count : 0);
    long count = sketch.count();
    if (count <= 0) {
      return Double.NaN;
    }
    long rank = Math.max(0, (long) Math.ceil(quantile * count - ROUNDING) - 1);
    if (rank < below[0]) {
      // Of those below zero the nearest to zero comes first here, where it is the last by rank.
      return -new SketchQuantile(sketch, below[0] - 1 - rank).find(true);
    }
    rank -= below[0];
    return rank < sketch.zeros()
        ? 0
        : new SketchQuantile(sketch, rank - sketch.zeros()).find(false);
  }

  private double find(boolean wanted) {
    sketch.forEach(
        (below, index, count) -> {
          if (below == wanted) {
            if (before >= 0 && before < count) {
              found = middle(index);
            }
            before -= count;
          }
        });
    return found;
  }

  private double middle(int index) {
    double lower = ExponentialScale.upperBound(index - 1, sketch.schema());
    double upper = ExponentialScale.upperBound(index, sketch.schema());
    if (lower == 0 || Double.isInfinite(upper)) {
      return upper;
    }
    return lower * (upper / (lower / 2 + upper / 2));
  }
}
