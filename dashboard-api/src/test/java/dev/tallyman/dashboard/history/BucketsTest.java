package dev.tallyman.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.25, 0.5", "0.75, 2", "0.9, 3.2", "0.1, 0.2", "1, 4"})
  void valuesLieEvenlyInABucket(double share, double expected) {
    Buckets buckets = buckets(1, 50, 2, 75, 4, 100, INFINITE, 100);

    assertThat(buckets.quantile(share)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void beyondTheLargestBoundItIsTheBound() {
    assertThat(buckets(1, 5, 2, 6, INFINITE, 100).quantile(0.99)).isEqualTo(2);
  }

  @Test
  void aFirstBoundThatIsNotAboveZeroIsTheAnswerItself() {
    assertThat(buckets(-1, 5, 2, 6, INFINITE, 6).quantile(0.5)).isEqualTo(-1);
  }

  @Test
  void withoutValuesOrWithoutALastBucketThereIsNoQuantile() {
    assertThat(buckets(1, 0, INFINITE, 0).quantile(0.5)).isNaN();
    assertThat(buckets(1, 5, 2, 6).quantile(0.5)).isNaN();
    assertThat(buckets(INFINITE, 6).quantile(0.5)).isNaN();
    assertThat(buckets().quantile(0.5)).isNaN();
  }

  @Test
  void aBucketThatHoldsLessThanOneInsideItIsRaised() {
    assertThat(buckets(1, 5, 2, 4, INFINITE, 5).quantile(0.9))
        .isEqualTo(buckets(1, 5, 2, 5, INFINITE, 5).quantile(0.9));
  }

  @Test
  void countsOfTheSameBoundAddUpAndUnknownOnesDoNot() {
    Buckets.Collected collected = new Buckets.Collected();
    collected.add(1, 5);
    collected.add(1, 5);
    collected.add(1, Double.NaN);
    collected.add(Buckets.bound("no bound"), 1);
    collected.add(Buckets.bound("+Inf"), 10);

    assertThat(collected.buckets().quantile(0.5)).isEqualTo(0.5);
  }

  /** A quantile is never in another bucket than the value it stands for, and never falls. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aQuantileIsInTheBucketOfTheRealOne(long seed) {
    Random random = new Random(seed);
    double[] bounds = random.doubles(8, 0.01, 10).sorted().toArray();
    double[] values = random.doubles(1_000, 0, 12).sorted().toArray();
    Buckets.Collected collected = new Buckets.Collected();
    for (double bound : bounds) {
      collected.add(bound, (double) Arrays.stream(values).filter(value -> value <= bound).count());
    }
    collected.add(INFINITE, values.length);
    Buckets buckets = collected.buckets();

    double before = 0;
    for (int rank = 0; rank < values.length; rank += 7) {
      // Between two values, so that rounding does not decide which one is meant.
      double quantile = buckets.quantile((rank + 0.5) / values.length);
      double real = values[rank];
      assertThat(quantile).isGreaterThanOrEqualTo(before);
      if (real <= bounds[bounds.length - 1]) {
        assertThat(bucketOf(bounds, quantile)).isEqualTo(bucketOf(bounds, real));
      } else {
        assertThat(quantile).isEqualTo(bounds[bounds.length - 1]);
      }
      before = quantile;
    }
  }

  private static int bucketOf(double[] bounds, double value) {
    int bucket = 0;
    while (bucket < bounds.length && bounds[bucket] < value - 1e-12) {
      bucket++;
    }
    return bucket;
  }

  /** Bounds and counts in turn. */
  private static Buckets buckets(double... boundsAndCounts) {
    Buckets.Collected collected = new Buckets.Collected();
    for (int i = 0; i < boundsAndCounts.length; i += 2) {
      collected.add(boundsAndCounts[i], boundsAndCounts[i + 1]);
    }
    return collected.buckets();
  }
}
