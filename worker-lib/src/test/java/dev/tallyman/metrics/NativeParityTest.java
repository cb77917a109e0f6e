package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.bridge.Snapshots;
import dev.tallyman.model.ExponentialScale;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our native histograms have the buckets that client_java's have of the same observations. */
class NativeParityTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void atEverySchemaEveryValueFallsIntoTheSameBucket() {
    Random random = new Random(1);
    for (int schema = -4; schema <= 8; schema++) {
      assertSame(schema, 1_000_000, 0x1p-128, values(random, schema));
    }
  }

  @Test
  void whenThereAreTooManyBucketsBothTakeTheSameWiderOnes() {
    Random random = new Random(2);
    for (int round = 0; round < 100; round++) {
      int limit = 1 + random.nextInt(80);
      double spread = random.nextInt(30);
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        double value = Math.exp(spread * (random.nextDouble() - 0.5));
        values.add(random.nextInt(4) == 0 ? -value : value);
      }
      assertSame(random.nextInt(13) - 4, limit, 0x1p-128, values);
    }
  }

  @Test
  void whatIsAsGoodAsZeroIsZeroToBoth() {
    List<Double> values = List.of(0.0, -0.0, 1e-3, -1e-3, 1.0000001e-3, 9e-4, -2e-3, 1e-300);
    assertSame(3, 160, 1e-3, values);
    assertSame(3, 160, 0, values);
  }

  /**
   * Numbers of all kinds; next to bounds, where client_java's are off by some bits, only powers.
   */
  private static List<Double> values(Random random, int schema) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double usual = random.nextGaussian() * Math.exp(random.nextInt(20) - 10);
      for (double value : new double[] {any, usual}) {
        double size = Math.abs(value);
        if (size > 0 && size <= Double.MAX_VALUE && !isNextToABound(size, schema)) {
          values.add(value);
        }
      }
    }
    for (int power = -1074; power < 1024; power += 37) {
      values.add(Math.scalb(1.0, power));
      values.add(-Math.scalb(1.0, power));
      values.add(Math.nextUp(Math.scalb(1.0, power)));
      values.add(Math.nextDown(Math.scalb(1.0, power)));
    }
    values.addAll(List.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE));
    values.addAll(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN));
    return values;
  }

  private static boolean isNextToABound(double value, int schema) {
    double away = Math.max(Math.ulp(value) * 16, Double.MIN_VALUE);
    return ExponentialScale.index(value + away, schema)
        != ExponentialScale.index(Math.max(value - away, Double.MIN_VALUE), schema);
  }

  private void assertSame(int schema, int limit, double zeroThreshold, List<Double> values) {
    Histogram ours =
        Histogram.builder()
            .name("h" + registry.read().size())
            .nativeOnly()
            .nativeInitialSchema(schema)
            .nativeMaxNumberOfBuckets(limit)
            .nativeMinZeroThreshold(zeroThreshold)
            .register(registry);
    io.prometheus.metrics.core.metrics.Histogram theirs =
        io.prometheus.metrics.core.metrics.Histogram.builder()
            .name("h")
            .nativeOnly()
            .nativeInitialSchema(schema)
            .nativeMaxNumberOfBuckets(limit)
            .nativeMinZeroThreshold(zeroThreshold)
            .nativeMaxZeroThreshold(zeroThreshold)
            .build();
    values.forEach(ours::observe);
    values.forEach(theirs::observe);

    HistogramSnapshot snapshot = (HistogramSnapshot) Snapshots.of(List.of(ours.view())).get(0);
    assertThat(print(snapshot.getDataPoints().get(0)))
        .isEqualTo(print(theirs.collect().getDataPoints().get(0)));
  }

  private static String print(HistogramDataPointSnapshot point) {
    return "schema "
        + point.getNativeSchema()
        + ", zeros "
        + point.getNativeZeroCount()
        + " within "
        + point.getNativeZeroThreshold()
        + ", count "
        + point.getCount()
        + print(point.getNativeBucketsForNegativeValues())
        + print(point.getNativeBucketsForPositiveValues());
  }

  private static String print(NativeHistogramBuckets buckets) {
    StringBuilder text = new StringBuilder(" |");
    buckets.forEach(
        bucket ->
            text.append(' ').append(bucket.getBucketIndex()).append(':').append(bucket.getCount()));
    return text.toString();
  }
}
