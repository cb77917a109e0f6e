package dev.tallyman.bridge;

/**
 * What has been copied of a sum that is known as a whole, and what is still to be added. It goes by
 * what was added, rounding included, so that the roundings of many small steps don't pile up.
 *
 * <p>Threading: one thread at a time.
 */
final class GrowingSum {
  private double whole;
  private double fraction;

  /** What takes the copy to the total; afterwards it counts as copied. */
  double advanceTo(double total) {
    double step = total - (whole + fraction);
    if (step == Math.rint(step)) {
      whole += step;
    } else {
      fraction += step;
    }
    return step;
  }

  /** The source begins again at zero; what was copied stays copied. */
  void restart() {
    whole = 0;
    fraction = 0;
  }
}
