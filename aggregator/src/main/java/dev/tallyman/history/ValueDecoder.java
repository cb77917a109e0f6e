package dev.tallyman.history;

/**
 * Reads the values that a {@link ValueEncoder} has written.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: none; bits that no encoder wrote give values that nobody recorded.
 */
final class ValueDecoder {
  private static final int COUNT_BITS = 6;

  private boolean begun;
  private boolean whole = true;
  private double last;
  private long change;
  private int zerosBefore;
  private int zerosBehind;

  double read(BitReader from) {
    int ones = from.readOnes(onesToChange());
    if (ones == onesToChange()) {
      whole = !whole;
      change = 0;
      ones = Math.min(from.readOnes(onesToChange()), onesToChange() - 1);
    }
    last = whole ? wholeNumber(ones, from) : anyValue(ones, from);
    begun = true;
    return last;
  }

  private int onesToChange() {
    return whole ? ValueEncoder.TO_ANY_ONES : ValueEncoder.TO_WHOLE_ONES;
  }

  /** The next value if there are no bits for it: it goes on as before. */
  double readOn() {
    if (whole) {
      last = (double) ((long) last + change);
    }
    return last;
  }

  private double wholeNumber(int ones, BitReader from) {
    long zigzag = from.read(ValueEncoder.CHANGE_BITS[ones]);
    long next = change + (zigzag >>> 1 ^ -(zigzag & 1));
    change = begun ? next : 0;
    return (double) ((long) last + next);
  }

  private double anyValue(int ones, BitReader from) {
    if (ones == 0) {
      return last;
    }
    if (ones == 2) {
      zerosBefore = (int) from.read(COUNT_BITS);
      int count = (int) from.read(COUNT_BITS) + 1;
      zerosBehind = Math.max(0, Long.SIZE - zerosBefore - count);
    }
    long difference = from.read(Long.SIZE - zerosBefore - zerosBehind) << zerosBehind;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(last) ^ difference);
  }
}
