package dev.tallyman.dashboard.history;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cumulative buckets of one classic histogram, by their upper bounds, and the quantiles they
 * tell: what Prometheus' {@code histogram_quantile} gives, which takes the values to lie evenly
 * between the bounds of a bucket.
 *
 * <p>Threading: immutable.
 */
public final class Buckets {
  private final double[] bounds;
  private final double[] counts;

  /** Bounds that are not known yet are added, counts of known ones are summed up. */
  public static final class Collected {
    private final SortedMap<Double, Double> counts = new TreeMap<>();

    /** Adds what one series has counted up to a bound; NaN adds nothing. */
    public void add(double upperBound, double count) {
      if (!Double.isNaN(count) && !Double.isNaN(upperBound)) {
        counts.merge(upperBound, count, Double::sum);
      }
    }

    /** What was added so far. */
    public Buckets buckets() {
      return new Buckets(counts);
    }
  }

  private Buckets(SortedMap<Double, Double> byBound) {
    bounds = new double[byBound.size()];
    counts = new double[byBound.size()];
    int i = 0;
    double least = 0;
    for (Map.Entry<Double, Double> bucket : byBound.entrySet()) {
      bounds[i] = bucket.getKey();
      // A bucket that holds less than one inside it was read at another moment.
      least = Math.max(least, bucket.getValue());
      counts[i++] = least;
    }
  }

  /** Reads a bound as {@code le} states it; NaN if it is none. */
  public static double bound(String le) {
    try {
      return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * The value that the share of all values is not above; the largest finite bound if it is beyond
   * that.
   *
   * @param share from 0 to 1
   * @return NaN if the buckets are empty or there is no last one, without bound
   */
  public double quantile(double share) {
    int last = bounds.length - 1;
    if (last < 1 || bounds[last] != Double.POSITIVE_INFINITY || counts[last] <= 0) {
      return Double.NaN;
    }
    double rank = share * counts[last];
    int bucket = 0;
    while (bucket < last && counts[bucket] < rank) {
      bucket++;
    }
    if (bucket == last) {
      return bounds[last - 1];
    }
    if (bucket == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double from = bucket == 0 ? 0 : bounds[bucket - 1];
    double below = bucket == 0 ? 0 : counts[bucket - 1];
    double inside = counts[bucket] - below;
    // Only for a share of 0 whose bucket is empty; Prometheus has NaN there, 0 by 0.
    return inside == 0 ? Double.NaN : from + (bounds[bucket] - from) * ((rank - below) / inside);
  }

  @Override
  public String toString() {
    return Arrays.toString(bounds) + " " + Arrays.toString(counts);
  }
}
