package dev.tallyman.bridge;

import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Sketch;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import org.jspecify.annotations.Nullable;

/**
 * What has come into native buckets between two looks at them. Meanwhile the source may have made
 * them wider, or its zero bucket: what it had then counts as having been in the wider ones.
 *
 * <p>Below 1, older releases of client_java put buckets into ones that are too high when they
 * widen. A bucket that so has less than it had takes what is missing from those above, for that is
 * where it went. So there are as many new observations as the source has counted, and none is taken
 * back.
 *
 * <p>Threading: stateless.
 */
final class NativeGrowth {
  /** The last bits of a bound may not be those that client_java reckons. */
  private static final double ROUNDING = 1 + 1e-12;

  private NativeGrowth() {}

  /** All that a source has in its native buckets. */
  static Sketch all(HistogramDataPointSnapshot source) {
    Sketch all = new Sketch();
    int schema = source.getNativeSchema();
    all.coarsen(schema);
    all.addZeros(source.getNativeZeroCount(), 0);
    for (NativeHistogramBucket bucket : source.getNativeBucketsForPositiveValues()) {
      all.add(schema, false, bucket.getBucketIndex(), bucket.getCount());
    }
    for (NativeHistogramBucket bucket : source.getNativeBucketsForNegativeValues()) {
      all.add(schema, true, bucket.getBucketIndex(), bucket.getCount());
    }
    return all;
  }

  /** What a source has more than at an earlier look; null if it has begun again since. */
  static @Nullable Sketch between(
      HistogramDataPointSnapshot before, HistogramDataPointSnapshot after) {
    int schemas = before.getNativeSchema() - after.getNativeSchema();
    double zeros = after.getNativeZeroThreshold() - before.getNativeZeroThreshold();
    if (after.getCount() < before.getCount() || schemas < 0 || zeros < 0) {
      return null;
    }
    if (after.getCount() == before.getCount() && schemas == 0 && zeros == 0) {
      return new Sketch();
    }
    Sketch growth = all(after);
    subtract(before, after.getNativeZeroThreshold() * ROUNDING, growth);
    if (growth.isSound()) {
      return growth;
    }
    return schemas == 0 && zeros == 0 ? null : withoutDebts(growth);
  }

  private static void subtract(
      HistogramDataPointSnapshot before, double zeroThreshold, Sketch from) {
    from.addZeros(-before.getNativeZeroCount(), 0);
    int schema = before.getNativeSchema();
    all(before)
        .forEach(
            (below, index, count) -> {
              if (ExponentialScale.upperBound(index, schema) <= zeroThreshold) {
                from.addZeros(-count, 0);
              } else {
                from.add(schema, below, index, -count);
              }
            });
  }

  private static Sketch withoutDebts(Sketch growth) {
    Sketch rest = new Sketch();
    long left = pay(growth, 0, rest);
    if (left == 0) {
      return rest;
    }
    Sketch paid = new Sketch();
    long unused = pay(rest, left, paid);
    return paid;
  }

  /**
   * Each bucket that lacks something owes it to the next ones, and these to the zeros.
   *
   * @return what even they could not pay
   */
  private static long pay(Sketch growth, long debt, Sketch rest) {
    long[] owed = {debt};
    rest.coarsen(growth.schema());
    growth.forEach(
        (below, index, count) -> {
          long left = count - owed[0];
          owed[0] = Math.max(0, -left);
          rest.add(growth.schema(), below, index, Math.max(0, left));
        });
    long zeros = growth.zeros() - owed[0];
    rest.addZeros(Math.max(0, zeros), 0);
    return Math.max(0, -zeros);
  }
}
