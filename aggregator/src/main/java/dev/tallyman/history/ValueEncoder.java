package dev.tallyman.history;

/**
 * Writes the values of one series in few bits: what a {@link ValueDecoder} reads, bit by bit.
 *
 * <p>Whole numbers, such as counts, are written as the change of their change; other values as the
 * bits in which they differ from the one before. The encoder changes between the two ways as the
 * values do.
 *
 * <pre>
 *   whole numbers                        any value
 *   0        goes on as before           0        the same
 *   10       change of change, 5 bits    10       differing bits, where the last ones were
 *   110                       10 bits    110      6 bits zeros before, 6 bits count - 1, the bits
 *   1110                      16 bits    111      from here on whole numbers
 *   11110                     32 bits
 *   111110                    64 bits
 *   111111   from here on any value
 * </pre>
 *
 * <p>A value that goes on as before is one zero bit in either way: a row of such values is a row of
 * zeros, and need not be stored.
 *
 * <p>Threading: one thread at a time.
 */
final class ValueEncoder {
  /** How many bits a change may have, by the ones before the first zero. */
  static final int[] CHANGE_BITS = {0, 5, 10, 16, 32, 64};

  static final int TO_ANY_ONES = CHANGE_BITS.length;
  static final int TO_WHOLE_ONES = 3;

  /** Beyond it, doubles are not all whole numbers there are. */
  private static final double WHOLE_LIMIT = 0x1p53;

  private static final int COUNT_BITS = 6;

  private boolean begun;
  private boolean whole = true;
  private double last;
  private long change;
  private int zerosBefore = -1;
  private int zerosBehind;

  void write(double value, BitWriter to) {
    if (whole && !isWhole(value)) {
      to.write(-1, TO_ANY_ONES);
      whole = false;
      zerosBefore = -1;
    } else if (!whole && isWhole(value) && isWhole(last) && value != last) {
      to.write(-1, TO_WHOLE_ONES);
      whole = true;
      change = 0;
    }
    if (whole) {
      writeWhole(value, to);
    } else {
      writeAny(value, to);
    }
    last = value;
  }

  private void writeWhole(double value, BitWriter to) {
    long next = (long) value - (long) last;
    long difference = next - change;
    // The step to the first value says nothing of the steps to come.
    change = begun ? next : 0;
    begun = true;
    long zigzag = difference << 1 ^ difference >> 63;
    int ones = 0;
    while (CHANGE_BITS[ones] < Long.SIZE && zigzag >>> CHANGE_BITS[ones] != 0) {
      ones++;
    }
    to.write(-2, ones + 1);
    to.write(zigzag, CHANGE_BITS[ones]);
  }

  private void writeAny(double value, BitWriter to) {
    begun = true;
    long difference = Double.doubleToRawLongBits(value) ^ Double.doubleToRawLongBits(last);
    if (difference == 0) {
      to.write(0, 1);
      return;
    }
    int before = Long.numberOfLeadingZeros(difference);
    int behind = Long.numberOfTrailingZeros(difference);
    if (zerosBefore >= 0 && before >= zerosBefore && behind >= zerosBehind) {
      to.write(0b10, 2);
    } else {
      zerosBefore = before;
      zerosBehind = behind;
      to.write(0b110, 3);
      to.write(before, COUNT_BITS);
      to.write(Long.SIZE - before - behind - 1L, COUNT_BITS);
    }
    to.write(difference >>> zerosBehind, Long.SIZE - zerosBefore - zerosBehind);
  }

  /** Whether a long has the very value, the sign of a zero included. */
  private static boolean isWhole(double value) {
    return Math.abs(value) <= WHOLE_LIMIT
        && Double.doubleToRawLongBits((double) (long) value) == Double.doubleToRawLongBits(value);
  }
}
