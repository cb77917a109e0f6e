package dev.tallyman.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sum of doubles that has one answer only, whatever order they come in: the exact sum, rounded
 * once to the nearest double.
 *
 * <p>Ordinary addition rounds at every step, so the same counts added in another order can come out
 * one bit lower, which Prometheus takes for a counter reset. This class keeps what rounding would
 * lose, as a list of doubles that do not overlap (Shewchuk, Adaptive Precision Floating-Point
 * Arithmetic, 1997, section 2.4). Since rounding is monotonic, a sum whose addends only grow never
 * goes down.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: none; infinities and not-a-number follow the rules of double addition.
 */
public final class ExactSum {
  /** Below it, fewer than 2^100 addends can't overflow a partial. */
  private static final double HUGE = 0x1p900;

  private static final BigDecimal LARGEST = new BigDecimal(Double.MAX_VALUE);

  private static final long EXACT_AS_DOUBLE = 1L << 53;

  /** Non-overlapping, in rising magnitude; their exact sum is the answer. */
  private double[] partials = new double[4];

  private int size;
  private double special;
  private boolean hasSpecial;
  private boolean fell;
  private BigDecimal huge = BigDecimal.ZERO;

  /** Adds one double. */
  public void add(double x) {
    if (x == 0) {
      return;
    }
    if (!(x > 0)) {
      fell = true;
    }
    if (!(Math.abs(x) < HUGE)) {
      addUncommon(x);
      return;
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      double y = partials[i];
      double high = x + y;
      double virtual = high - x;
      double low = (x - (high - virtual)) + (y - virtual);
      if (low != 0) {
        partials[kept++] = low;
      }
      x = high;
    }
    if (kept == partials.length) {
      partials = Arrays.copyOf(partials, kept * 2);
    }
    partials[kept++] = x;
    size = kept;
  }

  /** Adds a whole number, also one too large for a double. */
  public void add(long x) {
    if (-EXACT_AS_DOUBLE <= x && x <= EXACT_AS_DOUBLE) {
      add((double) x);
    } else {
      add((double) (x >> 32) * 0x1p32);
      add((double) (x & 0xffffffffL));
    }
  }

  /** Adds all that another sum holds. */
  public void add(ExactSum other) {
    for (int i = 0; i < other.size; i++) {
      add(other.partials[i]);
    }
    if (other.hasSpecial) {
      addUncommon(other.special);
    }
    huge = huge.add(other.huge);
  }

  /**
   * Doubles that add up to exactly this sum; added to an empty one they make it again, special
   * values included.
   */
  public double[] parts() {
    List<Double> parts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      parts.add(partials[i]);
    }
    if (hasSpecial) {
      parts.add(special);
    }
    BigDecimal rest = huge;
    while (rest.signum() != 0) {
      double part = rest.min(LARGEST).max(LARGEST.negate()).doubleValue();
      parts.add(part);
      rest = rest.subtract(new BigDecimal(part));
    }
    return parts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The sum, rounded to the nearest double. */
  public double value() {
    if (hasSpecial) {
      return special;
    }
    if (huge.signum() != 0) {
      BigDecimal total = huge;
      for (int i = 0; i < size; i++) {
        total = total.add(new BigDecimal(partials[i]));
      }
      return total.doubleValue();
    }
    return rounded();
  }

  /**
   * Whether every addend was zero or more. Another sum's parts are many addends, and of them some
   * can be below zero though the sum is not.
   */
  public boolean neverFell() {
    return !fell;
  }

  /** Back to zero, keeping the memory. */
  public void reset() {
    size = 0;
    special = 0;
    hasSpecial = false;
    fell = false;
    huge = BigDecimal.ZERO;
  }

  private void addUncommon(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      special = hasSpecial ? special + x : x;
      hasSpecial = true;
    } else {
      huge = huge.add(new BigDecimal(x));
    }
  }

  private double rounded() {
    if (size == 0) {
      return 0;
    }
    int i = size - 1;
    double high = partials[i];
    double low = 0;
    while (i > 0 && low == 0) {
      double x = high;
      double y = partials[--i];
      high = x + y;
      low = y - (high - x);
    }
    // The sum lies exactly between two doubles only as far as the parts looked at can tell: a part
    // below decides, and has to be let in by hand.
    if (i > 0 && ((low < 0 && partials[i - 1] < 0) || (low > 0 && partials[i - 1] > 0))) {
      double y = low * 2;
      double x = high + y;
      if (y == x - high) {
        return x;
      }
    }
    return high;
  }
}
