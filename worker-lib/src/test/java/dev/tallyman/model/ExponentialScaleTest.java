package dev.tallyman.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialScaleTest {
  private static final int[] POWERS = {-1022, -700, -31, -1, 0, 1, 5, 64, 1000, 1023};

  @Test
  void theBoundsAreTheDoublesNearestToTheRightOnes() {
    MathContext digits = new MathContext(60);
    BigDecimal root = BigDecimal.valueOf(2);
    for (int i = 0; i < ExponentialScale.FINEST; i++) {
      root = root.sqrt(digits);
    }
    BigDecimal exact = BigDecimal.ONE;
    for (int index = 0; index < 256; index++) {
      assertThat(ExponentialScale.upperBound(index, ExponentialScale.FINEST))
          .as("bound %d", index)
          .isEqualTo(exact.doubleValue());
      exact = exact.multiply(root, digits);
    }
  }

  @Test
  void aBoundIsTheLargestValueOfItsBucketAtEverySchema() {
    for (int schema = ExponentialScale.COARSEST; schema <= ExponentialScale.FINEST; schema++) {
      for (int power : POWERS) {
        int first = Math.floorDiv(power << 8, 1 << (8 - schema));
        for (int index = first; index <= first + (1 << Math.max(0, schema)); index++) {
          double bound = ExponentialScale.upperBound(index, schema);
          if (bound < Double.MAX_VALUE && bound >= Double.MIN_NORMAL) {
            assertThat(ExponentialScale.index(bound, schema)).isEqualTo(index);
            assertThat(ExponentialScale.index(Math.nextUp(bound), schema)).isEqualTo(index + 1);
          }
        }
      }
    }
  }

  @Test
  void everyValueLiesInItsBucket() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
      if (value > 0 && value <= Double.MAX_VALUE) {
        int schema = random.nextInt(13) - 4;
        int index = ExponentialScale.index(value, schema);
        assertThat(value).isLessThanOrEqualTo(ExponentialScale.upperBound(index, schema));
        assertThat(value).isGreaterThan(ExponentialScale.upperBound(index - 1, schema));
        assertThat(ExponentialScale.isIndex(index)).isTrue();
      }
    }
  }

  @Test
  void theSmallestTheLargestAndInfinityHaveBucketsOfTheirOwn() {
    assertThat(ExponentialScale.index(Double.MIN_VALUE, 0)).isEqualTo(-1074);
    assertThat(ExponentialScale.index(0x1.8p-1070, 0)).isEqualTo(-1069);
    assertThat(ExponentialScale.index(Double.MAX_VALUE, 0)).isEqualTo(1024);
    assertThat(ExponentialScale.index(Double.POSITIVE_INFINITY, 0)).isEqualTo(1025);
    for (int schema = ExponentialScale.COARSEST; schema <= ExponentialScale.FINEST; schema++) {
      int last = ExponentialScale.index(Double.MAX_VALUE, schema);
      assertThat(ExponentialScale.upperBound(last, schema)).isEqualTo(Double.MAX_VALUE);
      assertThat(ExponentialScale.index(Double.POSITIVE_INFINITY, schema)).isEqualTo(last + 1);
      assertThat(ExponentialScale.upperBound(last + 1, schema)).isInfinite();
    }
  }

  @Test
  void aCoarserSchemaTakesTwoBucketsIntoOne() {
    Random random = new Random(8);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.exp(40 * random.nextGaussian());
      int finer = 1 - 4 + random.nextInt(12);
      int index = ExponentialScale.index(value, finer);
      assertThat(ExponentialScale.widen(index, 1))
          .isEqualTo(ExponentialScale.index(value, finer - 1));
    }
  }

  @Test
  void theSchemaForAnErrorIsTheCoarsestThatKeepsIt() {
    assertThat(ExponentialScale.schemaFor(.01)).isEqualTo(6);
    assertThat(ExponentialScale.schemaFor(.011)).isEqualTo(5);
    assertThat(ExponentialScale.schemaFor(.34)).isZero();
    assertThat(ExponentialScale.schemaFor(.99998)).isEqualTo(-4);
    assertThat(ExponentialScale.schemaFor(.0014)).isEqualTo(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExponentialScale.schemaFor(.001))
        .withMessageContaining("0.001");
  }
}
