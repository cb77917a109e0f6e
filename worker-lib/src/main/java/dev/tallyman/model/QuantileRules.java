package dev.tallyman.model;

import java.util.List;

/**
 * Which quantiles a summary shows.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a value that makes no sense is an {@link IllegalArgumentException} that names it.
 *
 * @param quantiles between 0 and 1, rising
 * @param relativeError by what part of the right value a shown one may be off
 * @param windowMillis over how much of the past; 0 for all of it
 */
public record QuantileRules(List<Double> quantiles, double relativeError, long windowMillis) {
  /**
   * How many buckets a series may use before they become twice as wide: with an error of 1 percent,
   * which takes 64 to each power of two, values may differ by a factor of four thousand million.
   */
  private static final int MAX_BUCKETS = 2048;

  public QuantileRules {
    quantiles = List.copyOf(quantiles);
    double last = -1;
    for (double quantile : quantiles) {
      require(quantile > last && quantile >= 0 && quantile <= 1, "quantiles", quantiles);
      last = quantile;
    }
    require(!quantiles.isEmpty(), "quantiles", quantiles);
    require(relativeError > 0 && relativeError < 1, "relative error", relativeError);
    require(windowMillis >= 0, "window in milliseconds", windowMillis);
  }

  /** The buckets that keep the error. */
  public SketchRules sketch() {
    return new SketchRules(ExponentialScale.schemaFor(relativeError), 0, MAX_BUCKETS, this);
  }

  private static void require(boolean ok, String what, Object value) {
    if (!ok) {
      throw new IllegalArgumentException("bad " + what + ": value=" + value);
    }
  }
}
