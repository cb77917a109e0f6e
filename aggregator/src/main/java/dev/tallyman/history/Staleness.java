package dev.tallyman.history;

/**
 * The mark that a series has left: Prometheus' own, a not-a-number that no arithmetic gives.
 *
 * <p>Threading: stateless.
 */
public final class Staleness {
  private static final long BITS = 0x7FF0000000000002L;

  /** The mark. */
  static final double MARK = Double.longBitsToDouble(BITS);

  private Staleness() {}

  /** Whether the value is the mark. */
  public static boolean isMark(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
