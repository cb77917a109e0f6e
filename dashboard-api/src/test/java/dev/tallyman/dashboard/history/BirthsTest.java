package dev.tallyman.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which counters are new, and which were only not seen before. */
class BirthsTest {
  private static final double NONE = Double.NaN;

  @Test
  void aCounterThatComesWhileItsPageIsLookedAtBeganAtZero() {
    assertThat(counter(looks(2, 2, 2, 2), NONE, NONE, 7, 9)).isEqualTo(points(NONE, 0, 7, 9));
  }

  @Test
  void aCounterThatIsThereAtTheFirstLookMayBeOld() {
    assertThat(counter(looks(NONE, NONE, 2, 2), NONE, NONE, 7, 9))
        .isEqualTo(points(NONE, NONE, 7, 9));
    assertThat(counter(List.of(), NONE, NONE, 7, 9)).isEqualTo(points(NONE, NONE, 7, 9));
  }

  @Test
  void oneThatComesWhileNobodyLooksIsNewSinceTheLookBefore() {
    assertThat(counter(looks(NONE, 2, NONE, NONE, 2), NONE, NONE, NONE, NONE, 7))
        .isEqualTo(points(NONE, 0, NONE, NONE, 7));
  }

  @Test
  void oneThatIsThereFromTheFirstPointOnIsAsItIs() {
    assertThat(counter(looks(2, 2, 2), 5, NONE, 7)).isEqualTo(points(5, NONE, 7));
    assertThat(counter(looks(2, 2), NONE, NONE)).isEqualTo(points(NONE, NONE));
  }

  @Test
  void whatAnotherPageSaysTellsNothing() {
    List<Timeline> looks =
        List.of(
            Timeline.of(Map.of("instance", "other", "job", "tallyman"), 2, 2, 2),
            Timeline.of(Map.of("instance", "own", "job", "tallyman"), NONE, NONE, 2));

    assertThat(counter(looks, NONE, NONE, 7)).isEqualTo(points(NONE, NONE, 7));
  }

  @Test
  void whatItsOwnPageSaysDoes() {
    List<Timeline> looks =
        List.of(
            Timeline.of(Map.of("instance", "own", "job", "tallyman"), 2, NONE, NONE),
            Timeline.of(Map.of("instance", "other", "job", "tallyman"), NONE, 2, 2));

    assertThat(counter(looks, NONE, NONE, 7)).isEqualTo(points(0, NONE, 7));
  }

  private static Timeline counter(List<Timeline> looks, double... values) {
    return Births.fromBirth(List.of(points(values)), looks).get(0);
  }

  private static Timeline points(double... values) {
    return Timeline.of(Map.of("endpoint", "/a", "instance", "own", "job", "tallyman"), values);
  }

  private static List<Timeline> looks(double... values) {
    return List.of(Timeline.of(Map.of(), values));
  }
}
