package dev.tallyman.model;

import org.jspecify.annotations.Nullable;

/**
 * How the observations of a family are kept in exponential buckets.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a value that makes no sense is an {@link IllegalArgumentException} that names it.
 *
 * @param schema how fine the buckets of a worker are at first; see {@link ExponentialScale}
 * @param zeroThreshold what is at most so far from zero counts as zero
 * @param maxBuckets once more buckets of a series than this are in use in one worker, it goes on
 *     with buckets twice as wide
 * @param quantiles what a summary shows; null for a histogram
 */
public record SketchRules(
    int schema, double zeroThreshold, int maxBuckets, @Nullable QuantileRules quantiles) {

  public SketchRules {
    require(ExponentialScale.isSchema(schema), "schema", schema);
    boolean finite = zeroThreshold >= 0 && zeroThreshold < Double.POSITIVE_INFINITY;
    require(finite, "zero threshold", zeroThreshold);
    require(maxBuckets > 0, "maximal number of buckets", maxBuckets);
  }

  private static void require(boolean ok, String what, Number value) {
    if (!ok) {
      throw new IllegalArgumentException("bad " + what + ": value=" + value);
    }
  }
}
