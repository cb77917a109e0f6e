package dev.tallyman.dashboard.history;

/**
 * The moments that values are asked for: so many, one step apart.
 *
 * <p>Threading: immutable.
 *
 * @param startMillis the first moment, since the epoch
 */
public record Grid(long startMillis, long stepMillis, int points) {
  /** Checks. */
  public Grid {
    if (stepMillis <= 0 || points <= 0) {
      throw new IllegalArgumentException(
          "empty grid: stepMillis=" + stepMillis + ", points=" + points);
    }
  }

  /** As many steps as fit between two moments, the first of them included. */
  public static Grid between(long startMillis, long endMillis, long stepMillis) {
    return new Grid(
        startMillis, stepMillis, Math.toIntExact((endMillis - startMillis) / stepMillis + 1));
  }

  /** When the point is. */
  public long millisAt(int point) {
    return startMillis + point * stepMillis;
  }

  /** The last moment. */
  public long endMillis() {
    return millisAt(points - 1);
  }

  /** The same with one more step at its beginning: what is needed to see what changed in each. */
  public Grid withOneBefore() {
    return new Grid(startMillis - stepMillis, stepMillis, points + 1);
  }

  /** The point nearest to the moment; -1 if the moment is off the grid. */
  int pointAt(long millis) {
    long point = Math.floorDiv(millis - startMillis + stepMillis / 2, stepMillis);
    return point >= 0 && point < points ? (int) point : -1;
  }
}
