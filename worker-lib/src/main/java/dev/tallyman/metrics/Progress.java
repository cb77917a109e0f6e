package dev.tallyman.metrics;

/**
 * How far the total of one source has come, and what of it is in a series of ours.
 *
 * <p>Threading: one thread at a time.
 */
final class Progress {
  /** What it had counted when it last fell, and is not counted again. */
  private double before;

  private double last;
  private long givenWhole;
  private double givenFraction;

  /** What is to be added for a total to be in the series; one that falls has begun anew. */
  double next(double total) {
    if (total < last) {
      before += last;
    }
    return to(total);
  }

  /** The same, where a total that falls does so because parts of it are not said any more. */
  double nextGrowth(double total) {
    if (total < last) {
      before += last - total;
    }
    return to(total);
  }

  private double to(double total) {
    last = total;
    double missing = before + total - givenWhole - givenFraction;
    if (!(missing > 0)) {
      return 0; // rounding gave it already
    }
    // Mirrors what the data point does, so that rounding is made good the next time.
    long whole = (long) missing;
    if (whole == missing) {
      givenWhole += whole;
    } else {
      givenFraction += missing;
    }
    return missing;
  }
}
