package dev.tallyman.model;

import java.util.Arrays;

/**
 * The buckets of native histograms: at schema <i>s</i>, bucket <i>i</i> takes what is greater than
 * 2^((i-1)·2^-s) and at most 2^(i·2^-s). One schema less makes buckets twice as wide, two into one.
 *
 * <p>All schemas are read off the finest: its bounds within one power of two are the doubles
 * nearest to 2^(k/256). What lies between the largest double and infinity is a bucket of its own.
 *
 * <p>Threading: stateless.
 */
public final class ExponentialScale {
  /** The schema with the smallest buckets: 256 to each power of two. */
  public static final int FINEST = 8;

  /** The schema with the largest buckets: one takes 16 powers of two. */
  public static final int COARSEST = -4;

  private static final int PER_POWER = 1 << FINEST;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final int BIAS = Double.MAX_EXPONENT;
  private static final int EXPONENT_OF_INFINITY = 2 * BIAS + 1;

  /** No bucket of any schema lies further from bucket 0; some lie as far below as subnormals do. */
  private static final int INDEX_LIMIT = (BIAS + MANTISSA_BITS + 2) * PER_POWER;

  /** 2^(1/256) is the sum of the two. */
  private static final double ROOT = 0x1.00b1afa5abcbfp0;

  private static final double ROOT_REST = -0x1.4f6b2a7609f71p-55;

  /** The mantissas of the bounds from 1 up to but not including 2; one that nothing exceeds. */
  private static final long[] BOUNDS = bounds();

  /**
   * The upper bits of a mantissa tell its bucket but for one: cells are narrower than buckets, so
   * at most one bound lies in each.
   */
  private static final int CELL_BITS = 9;

  private static final int CELL_COUNT = 1 << CELL_BITS;

  /**
   * For each cell a number that, with a mantissa of the cell added, has in its upper bits how many
   * bounds lie below that mantissa: one load and no branch, where two and a branch would be 5 ns
   * more when values differ.
   */
  private static final long[] CELLS = cells();

  private ExponentialScale() {}

  /**
   * The bucket that takes a value.
   *
   * @param value above zero, possibly infinite
   */
  public static int index(double value, int schema) {
    return indexOfBits(Double.doubleToRawLongBits(value), schema);
  }

  /** As {@link #index}, of a value by its bits, which compare as the values do. */
  public static int indexOfBits(long bits, int schema) {
    return widen(finestIndex(bits), FINEST - schema);
  }

  /** The bucket of a schema that is so much coarser which a bucket goes into. */
  public static int widen(int index, int schemas) {
    // Divided by a power of two and rounded up, as shifting alone rounds down.
    return -(-index >> schemas);
  }

  private static int finestIndex(long bits) {
    int exponent = (int) (bits >>> MANTISSA_BITS);
    if (((exponent + 1) & EXPONENT_OF_INFINITY) <= 1) {
      return finestIndexAtTheEnds(Double.longBitsToDouble(bits));
    }
    long cell = CELLS[(int) (bits >>> (MANTISSA_BITS - CELL_BITS)) & (CELL_COUNT - 1)];
    int below = (int) (((bits & MANTISSA) + cell) >>> MANTISSA_BITS);
    return (exponent - BIAS) * PER_POWER + below;
  }

  private static int finestIndexAtTheEnds(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return (BIAS + 1) * PER_POWER + 1;
    }
    // Subnormal: times a power of two it is not, and as many powers of two lower.
    return finestIndex(Double.doubleToRawLongBits(value * 0x1p54)) - 54 * PER_POWER;
  }

  /** The largest value that a bucket takes; the lower bound is the one of the bucket before. */
  public static double upperBound(int index, int schema) {
    long finest = (long) index << (FINEST - schema);
    if (finest >= (BIAS + 1L) * PER_POWER) {
      return finest == (BIAS + 1L) * PER_POWER ? Double.MAX_VALUE : Double.POSITIVE_INFINITY;
    }
    int power = (int) Math.floorDiv(finest, (long) PER_POWER);
    long mantissa = BOUNDS[(int) Math.floorMod(finest, (long) PER_POWER)];
    double bound = Double.longBitsToDouble(((long) BIAS << MANTISSA_BITS) | mantissa);
    return Math.scalb(bound, power);
  }

  /** Whether there can be a bucket of this number. */
  public static boolean isIndex(long index) {
    return index >= -INDEX_LIMIT && index <= INDEX_LIMIT;
  }

  /** Whether there is such a schema. */
  public static boolean isSchema(int schema) {
    return schema >= COARSEST && schema <= FINEST;
  }

  /**
   * The coarsest schema in which the middle of each bucket is off from no value of it by more than
   * this part of that value.
   *
   * @throws IllegalArgumentException if not even the finest schema is that good
   */
  public static int schemaFor(double relativeError) {
    for (int schema = COARSEST; schema <= FINEST; schema++) {
      double width = Math.pow(2, Math.scalb(1.0, -schema));
      if ((width - 1) / (width + 1) <= relativeError) {
        return schema;
      }
    }
    throw new IllegalArgumentException("relative error too small: value=" + relativeError);
  }

  /** Doubles of two parts, since rounding at each of 255 steps would show in the last bits. */
  private static long[] bounds() {
    long[] bounds = new long[PER_POWER + 1];
    double bound = 1;
    double rest = 0;
    for (int place = 0; place < PER_POWER; place++) {
      bounds[place] = Double.doubleToRawLongBits(bound) & MANTISSA;
      double product = bound * ROOT;
      double lost = Math.fma(bound, ROOT, -product) + (bound * ROOT_REST + rest * ROOT);
      bound = product + lost;
      rest = lost - (bound - product);
    }
    bounds[PER_POWER] = MANTISSA;
    return bounds;
  }

  /** The bounds below a cell, and what is missing to one more at a mantissa of its own bound. */
  private static long[] cells() {
    long[] cells = new long[CELL_COUNT];
    for (int cell = 0; cell < CELL_COUNT; cell++) {
      long start = (long) cell << (MANTISSA_BITS - CELL_BITS);
      int found = Arrays.binarySearch(BOUNDS, 0, PER_POWER, start);
      int below = found >= 0 ? found : -found - 1;
      cells[cell] = ((long) below << MANTISSA_BITS) + (MANTISSA - BOUNDS[below]);
    }
    return cells;
  }
}
