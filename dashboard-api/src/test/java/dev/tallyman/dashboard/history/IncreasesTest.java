package dev.tallyman.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncreasesTest {
  private static final double NONE = Double.NaN;
  private static final Map<String, String> LABELS = Map.of("a", "b");

  @Test
  void aCounterGrowsByWhatItIsHigher() {
    assertThat(Increases.of(counter(1, 4, 4, 10))).isEqualTo(counter(3, 0, 6));
  }

  @Test
  void aCounterThatIsLowerHasBegunAgain() {
    assertThat(Increases.of(counter(10, 3, 5))).isEqualTo(counter(3, 2));
  }

  @Test
  void theFirstValueIsNoGrowth() {
    assertThat(Increases.of(counter(NONE, 7, 8))).isEqualTo(counter(NONE, 1));
    assertThat(Increases.of(counter(NONE, NONE, 8))).isEqualTo(counter(NONE, NONE));
    assertThat(Increases.of(counter(NONE, NONE))).isEqualTo(counter(NONE));
  }

  @Test
  void growthOverAGapIsNotLost() {
    assertThat(Increases.of(counter(1, NONE, NONE, 7))).isEqualTo(counter(NONE, NONE, 6));
    assertThat(Increases.perSecond(counter(1, NONE, NONE, 7), 2_000))
        .isEqualTo(counter(NONE, NONE, 1));
  }

  @Test
  void aRateIsPerSecond() {
    assertThat(Increases.perSecond(counter(0, 30, 30), 15_000)).isEqualTo(counter(2, 0));
  }

  /** Whatever is known of a counter that never begins again, the steps add up to the whole. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void stepsAddUpToTheWhole(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      double[] values = new double[2 + random.nextInt(50)];
      double total = random.nextInt(1_000);
      double first = NONE;
      double last = NONE;
      for (int i = 0; i < values.length; i++) {
        total += random.nextInt(100);
        boolean known = random.nextInt(4) > 0;
        values[i] = known ? total : NONE;
        first = known && Double.isNaN(first) ? total : first;
        last = known ? total : last;
      }

      double summed = Increases.of(counter(values)).total();

      assertThat(Double.isNaN(summed) ? 0 : summed)
          .isCloseTo(Double.isNaN(first) ? 0 : last - first, within(0.0));
    }
  }

  /** Where nothing is missing, a rate is the increase over the step. */
  @Test
  void rateTimesStepIsTheIncrease() {
    Random random = new Random(7);
    double[] values = random.doubles(500, 0, 1_000).toArray();
    Timeline increases = Increases.of(counter(values));
    Timeline rates = Increases.perSecond(counter(values), 15_000);

    for (int point = 0; point < increases.points(); point++) {
      assertThat(rates.at(point) * 15).isCloseTo(increases.at(point), within(1e-9));
      assertThat(increases.at(point)).isNotNegative();
    }
  }

  private static Timeline counter(double... values) {
    return Timeline.of(LABELS, values);
  }
}
