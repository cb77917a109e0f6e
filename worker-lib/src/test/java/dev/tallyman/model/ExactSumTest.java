package dev.tallyman.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One sum has one answer: the exact one, rounded once. */
@Tag("slow")
class ExactSumTest {
  private static final long SEED = 42;

  private interface Doubles {
    double next(Random random);
  }

  @Test
  void aMillionOrdersOfOrdinaryNumbersGiveTheExactSum() {
    assertExact(2_000, 500, random -> (random.nextInt(2_000_001) - 1_000_000) / 100.0);
  }

  @Test
  void aMillionOrdersOfHugeAndTinyNumbersGiveTheExactSum() {
    assertExact(
        2_000, 500, random -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(1790) - 890));
  }

  @Test
  void ordersOfDoublesOfAnySizeGiveTheExactSum() {
    assertExact(200, 200, ExactSumTest::anyFinite);
  }

  @Test
  void sumsThatCancelAlmostWhollyGiveTheExactRest() {
    assertExact(
        1_000,
        200,
        random -> {
          double big = Math.scalb(1.0, random.nextInt(3) * 50);
          return random.nextBoolean() ? big : -big * (1 - random.nextInt(3) * 0x1p-53);
        });
  }

  @Test
  void sumsHalfwayBetweenTwoDoublesAreRoundedToEven() {
    assertExact(
        1_000,
        200,
        random -> Math.scalb(random.nextBoolean() ? 1.0 : -1.0, random.nextInt(4) * -53));
  }

  @Test
  void numbersNearTheLargestGiveTheExactSum() {
    assertExact(200, 50, random -> (random.nextDouble() - 0.5) * Double.MAX_VALUE);
    assertExact(500, 100, random -> Math.scalb(random.nextDouble() - 0.5, 895 + random.nextInt(9)));
  }

  @Test
  void aSumTooLargeForADoubleIsInfinite() {
    ExactSum sum = new ExactSum();
    sum.add(Double.MAX_VALUE);
    sum.add(Double.MAX_VALUE);
    assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);

    sum.add(-Double.MAX_VALUE);
    assertThat(sum.value()).as("on the way nothing was lost").isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void infinitiesAndNotANumberFollowTheRulesOfAddition() {
    double[][] cases = {
      {Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY},
      {Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.NEGATIVE_INFINITY},
      {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN},
      {Double.NaN, Double.POSITIVE_INFINITY, Double.NaN},
      {Double.NaN, 5, Double.NaN},
    };
    for (double[] each : cases) {
      for (int first = 0; first < 2; first++) {
        ExactSum sum = new ExactSum();
        sum.add(each[first]);
        sum.add(each[1 - first]);
        ExactSum merged = new ExactSum();
        merged.add(sum);
        assertThat(List.of(sum.value(), merged.value())).containsOnly(each[2]);
      }
    }
  }

  @Test
  void wholeNumbersAreExactBeyondTheDoublesThatHoldThem() {
    long[] wholes = {
      Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, -(1L << 53) - 1, 1L << 53, 1, -1, 0
    };
    BigDecimal exact = BigDecimal.ZERO;
    ExactSum sum = new ExactSum();
    for (long whole : wholes) {
      exact = exact.add(BigDecimal.valueOf(whole));
      sum.add(whole);
      assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }
    sum.add(0.5);
    assertThat(sum.value()).isEqualTo(exact.add(new BigDecimal("0.5")).doubleValue());
  }

  @Test
  void aSumWhoseAddendsAreNeverNegativeNeverGoesDown() {
    Random random = new Random(SEED);
    ExactSum sum = new ExactSum();
    double last = 0;
    for (int i = 0; i < 300_000; i++) {
      sum.add(Math.scalb(random.nextDouble(), random.nextInt(80) - 60));
      double now = sum.value();
      assertThat(now >= last).isTrue();
      last = now;
    }
  }

  @Test
  void sumsOfSumsAreTheSumOfAll() {
    Random random = new Random(SEED);
    for (int round = 0; round < 1_000; round++) {
      double[] numbers = random.doubles(40).map(d -> anyFinite(random)).toArray();
      ExactSum all = new ExactSum();
      ExactSum left = new ExactSum();
      ExactSum right = new ExactSum();
      for (double number : numbers) {
        all.add(number);
        (random.nextBoolean() ? left : right).add(number);
      }
      left.add(right);

      assertThat(left.value()).isEqualTo(all.value());
    }
  }

  @Test
  void millionsOfFoldsInAnyOrderChangeNotOneBit() {
    Random random = new Random(SEED);
    double[] numbers = random.doubles(1_000).map(d -> Math.scalb(d, random.nextInt(60))).toArray();
    BigDecimal exact = BigDecimal.ZERO;
    for (double number : numbers) {
      exact = exact.add(new BigDecimal(number));
    }
    for (int order = 0; order < 3_000; order++) {
      shuffle(numbers, random);
      ExactSum living = new ExactSum();
      ExactSum folded = new ExactSum();
      for (double number : numbers) {
        folded = random.nextInt(4) == 0 ? restored(folded) : folded;
        (random.nextInt(4) == 0 ? living : folded).add(number);
      }
      living.add(folded);
      assertThat(living.value()).isEqualTo(exact.doubleValue());
    }
  }

  @Test
  void itsPartsMakeItAgain() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      ExactSum sum = new ExactSum();
      for (int i = 0; i < 10; i++) {
        sum.add(anyFinite(random));
      }
      ExactSum again = restored(sum);
      assertThat(again.value()).isEqualTo(sum.value());
      sum.add(1.0);
      again.add(1.0);
      assertThat(again.value()).isEqualTo(sum.value());
    }
    for (double special : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      ExactSum sum = new ExactSum();
      sum.add(special);
      assertThat(Double.compare(restored(sum).value(), special)).isZero();
    }
  }

  /** As a store would keep it. */
  private static ExactSum restored(ExactSum sum) {
    ExactSum again = new ExactSum();
    for (double part : sum.parts()) {
      again.add(part);
    }
    return again;
  }

  @Test
  void afterAResetItIsZero() {
    ExactSum sum = new ExactSum();
    sum.add(Double.NaN);
    sum.add(Double.MAX_VALUE);
    sum.add(0.1);
    sum.reset();
    assertThat(sum.value()).isZero();

    sum.add(0.1);
    assertThat(sum.value()).isEqualTo(0.1);
  }

  private static double anyFinite(Random random) {
    double x = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(x) ? x : random.nextDouble();
  }

  private static void assertExact(int sets, int ordersEach, Doubles doubles) {
    Random random = new Random(SEED);
    for (int set = 0; set < sets; set++) {
      double[] numbers = new double[1 + random.nextInt(12)];
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = doubles.next(random);
        exact = exact.add(new BigDecimal(numbers[i]));
      }
      double expected = exact.doubleValue();
      for (int order = 0; order < ordersEach; order++) {
        shuffle(numbers, random);
        ExactSum sum = new ExactSum();
        for (double number : numbers) {
          sum.add(number);
        }
        if (sum.value() != expected) {
          assertThat(numbers).as("sum is %s, not %s", sum.value(), expected).isEmpty();
        }
      }
    }
  }

  @Test
  void itSaysWhetherAnythingButWhatCountsCanHaveWasAdded() {
    ExactSum sum = new ExactSum();
    sum.add(5.0);
    sum.add(-0.0);
    sum.add(Double.POSITIVE_INFINITY);
    assertThat(sum.neverFell()).isTrue();
    for (double no : new double[] {-1, -0x1p1000, Double.NaN, Double.NEGATIVE_INFINITY}) {
      sum.reset();
      assertThat(sum.neverFell()).isTrue();
      sum.add(no);
      sum.add(10.0);
      assertThat(sum.neverFell()).as("%s", no).isFalse();
    }
  }

  private static void shuffle(double[] numbers, Random random) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }
}
