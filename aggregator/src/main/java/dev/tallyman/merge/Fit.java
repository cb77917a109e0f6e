package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesReading;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How what a worker has of a family goes into the merged one, which can have other bounds and
 * another kind of buckets.
 *
 * <p>Threading: immutable, as nobody writes to its arrays.
 */
final class Fit {
  private static final int[] ONE_BUCKET = {0};

  private final MetricType type;
  private final int[] places;
  private final double[] standIns;

  private Fit(Family part, int[] places) {
    this.type = part.type();
    this.places = places;
    this.standIns = standIns(part);
  }

  /** Into a family that is merged. */
  static Fit into(Family merged, Family part) {
    if (!part.type().hasUpperBounds()) {
      return new Fit(part, ONE_BUCKET);
    }
    int above = merged.upperBounds().size();
    int[] places = new int[part.upperBounds().size() + 1];
    for (int i = 0; i < places.length; i++) {
      int place =
          i < places.length - 1 ? merged.upperBounds().indexOf(part.upperBounds().get(i)) : above;
      // Where classic buckets are not shown, all of them are the one above all bounds.
      places[i] = place < 0 ? above : place;
    }
    return new Fit(part, places);
  }

  /** Into the very same family: each bucket is where it is. */
  static Fit same(Family family) {
    return family.type().hasUpperBounds()
        ? new Fit(family, IntStream.rangeClosed(0, family.upperBounds().size()).toArray())
        : new Fit(family, ONE_BUCKET);
  }

  /** How many buckets, or flags, a merged series has. */
  static int places(Family merged) {
    return switch (merged.type()) {
      case COUNTER, GAUGE -> 0;
      case HISTOGRAM, NATIVE_HISTOGRAM -> merged.upperBounds().size() + 1;
      case SUMMARY, QUANTILE_SUMMARY, INFO -> 1;
      case STATE_SET -> merged.states().size();
    };
  }

  /** The type as which the worker has recorded it. */
  MetricType type() {
    return type;
  }

  /** How many classic buckets a worker's part has, the one above all bounds included. */
  int size() {
    return places.length;
  }

  /**
   * Adds the first so many classic buckets of a part to the merged ones.
   *
   * @return how many observations they have; below zero if one of them has
   */
  long addCounts(SeriesReading part, int size, long[] counts) {
    long total = 0;
    long signs = 0;
    for (int i = 0; i < size; i++) {
      long count = part.bucketCount(i);
      counts[places[i]] += count;
      total += count;
      signs |= count;
    }
    return signs < 0 ? Long.MIN_VALUE : total;
  }

  /** Adds a part's classic buckets to native ones. */
  void addStandIns(SeriesReading part, MergedSketch sketch) {
    for (int i = 0; i < places.length; i++) {
      sketch.addStandIn(standIns[i], part.bucketCount(i));
    }
  }

  /**
   * For each classic bucket, the value that stands in native buckets for what was observed in it:
   * its upper bound. Above all bounds it is the next value, as {@code histogram_quantile} has it,
   * and if there are none, infinity.
   */
  private static double[] standIns(Family part) {
    List<Double> bounds = part.upperBounds();
    double[] values =
        Arrays.copyOf(
            bounds.stream().mapToDouble(Double::doubleValue).toArray(), bounds.size() + 1);
    values[bounds.size()] =
        bounds.isEmpty() ? Double.POSITIVE_INFINITY : Math.nextUp(bounds.get(bounds.size() - 1));
    return values;
  }
}
