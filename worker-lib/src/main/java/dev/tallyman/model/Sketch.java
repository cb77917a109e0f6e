package dev.tallyman.model;

/**
 * Observations, counted in exponential buckets of one schema; see {@link ExponentialScale}. What is
 * added at a coarser schema makes all of it as coarse. So the result does not depend on the order,
 * and is what one process would have counted at the coarsest schema of all.
 *
 * <p>Of several zero thresholds the widest holds: buckets that lie within it are shown as zeros.
 * They are kept apart, since a bucket that lies within it may be part of one that does not, once
 * buckets are wider.
 *
 * <p>Threading: one thread at a time; may be read by many while nobody adds.
 *
 * <p>Failure: none.
 */
public final class Sketch {
  private BucketPages positive = new BucketPages();
  private BucketPages negative = new BucketPages();

  /** Of the pages, which are kept when the sketch is cleared. */
  private int schema = ExponentialScale.FINEST;

  private boolean anyBuckets;
  private boolean fell;
  private long zeros;
  private double zeroThreshold;

  /** Takes buckets one by one. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * A bucket that is not empty.
     *
     * @param below whether it takes values below zero; its bounds are then those of the index,
     *     negated
     */
    void bucket(boolean below, int index, long count);
  }

  /** Back to nothing, keeping the memory. */
  public void clear() {
    positive.clear();
    negative.clear();
    anyBuckets = false;
    fell = false;
    zeros = 0;
    zeroThreshold = 0;
  }

  /** Adds to the count of zeros, and widens what counts as one. */
  public void addZeros(long count, double threshold) {
    fell |= count < 0;
    zeros += count;
    zeroThreshold = Math.max(zeroThreshold, threshold);
  }

  /** Sees to it that no bucket is finer than those of a schema. */
  public void coarsen(int to) {
    if (!anyBuckets && to != schema) {
      positive = new BucketPages();
      negative = new BucketPages();
      schema = to;
    } else if (to < schema) {
      positive = positive.widened(schema - to);
      negative = negative.widened(schema - to);
      schema = to;
    }
    anyBuckets = true;
  }

  /** Adds to a bucket. */
  public void add(int ofSchema, boolean below, int index, long count) {
    if (!anyBuckets || ofSchema < schema) {
      coarsen(ofSchema);
    }
    fell |= count < 0;
    int own = ExponentialScale.widen(index, ofSchema - schema);
    (below ? negative : positive).add(own, count);
  }

  /** Counts one observation, which must not be not-a-number. */
  public void observe(int ofSchema, double value) {
    if (Math.abs(value) <= zeroThreshold) {
      zeros++;
    } else {
      add(ofSchema, value < 0, ExponentialScale.index(Math.abs(value), ofSchema), 1);
    }
  }

  /** Adds all that another sketch holds. */
  public void add(Sketch other) {
    addZeros(other.zeros, other.zeroThreshold);
    if (other.anyBuckets) {
      coarsen(other.schema);
      other.forEach((below, index, count) -> add(other.schema, below, index, count));
    }
  }

  /** What has been added since it was like another one; not sound unless it was. */
  public Sketch minus(Sketch earlier) {
    Sketch rest = copy();
    rest.zeros -= earlier.zeros;
    if (earlier.anyBuckets) {
      rest.coarsen(earlier.schema);
      earlier.forEach((below, index, count) -> rest.add(earlier.schema, below, index, -count));
    }
    return rest;
  }

  /** The same counts, to be kept. */
  public Sketch copy() {
    Sketch copy = new Sketch();
    copy.add(this);
    return copy;
  }

  /** Whether it has buckets, be they empty: else its schema means nothing. */
  public boolean anyBuckets() {
    return anyBuckets;
  }

  /** How fine its buckets are. */
  public int schema() {
    return schema;
  }

  /** What is at most so far from zero counts as zero. */
  public double zeroThreshold() {
    return zeroThreshold;
  }

  /** The zeros that were added as such. */
  public long zeros() {
    return zeros;
  }

  /** All buckets as they were added: first those below zero, then the others, by index. */
  public void forEach(Visitor visitor) {
    negative.forEach((index, count) -> visitor.bucket(true, index, count));
    positive.forEach((index, count) -> visitor.bucket(false, index, count));
  }

  /** The zeros, and what lies in buckets within the zero threshold. */
  public long zeroCount() {
    long[] total = {zeros};
    int first = firstShown();
    forEach((below, index, count) -> total[0] += index < first ? count : 0);
    return total[0];
  }

  /** The buckets that reach beyond the zero threshold. */
  public void forEachShown(Visitor visitor) {
    int first = firstShown();
    forEach(
        (below, index, count) -> {
          if (index >= first) {
            visitor.bucket(below, index, count);
          }
        });
  }

  /** How many observations there were. */
  public long count() {
    long[] total = {zeros};
    forEach((below, index, count) -> total[0] += count);
    return total[0];
  }

  /**
   * The smallest observation that at least the given part of all does not exceed; not-a-number if
   * there are none. It is off by at most the relative error that the schema stands for, see {@link
   * ExponentialScale#schemaFor}.
   */
  public double quantile(double part) {
    return SketchQuantile.of(this, part);
  }

  /** Whether no count is below zero, nor their sum. */
  public boolean isSound() {
    boolean[] sound = {zeros >= 0};
    long[] total = {zeros};
    forEach(
        (below, index, count) -> {
          total[0] += count;
          sound[0] &= count >= 0 && total[0] >= 0;
        });
    return sound[0];
  }

  /** Whether no count that was added since it was cleared was below zero. */
  public boolean neverFell() {
    return !fell;
  }

  private int firstShown() {
    if (zeroThreshold == 0) {
      return Integer.MIN_VALUE;
    }
    int last = ExponentialScale.index(zeroThreshold, schema);
    return ExponentialScale.upperBound(last, schema) <= zeroThreshold ? last + 1 : last;
  }
}
