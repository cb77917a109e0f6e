package dev.tallyman.dashboard.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SumsTest {
  private static final double NONE = Double.NaN;
  private static final List<Timeline> TIMELINES =
      List.of(
          Timeline.of(Map.of("a", "1", "b", "x", "le", "5"), 1, 2, NONE),
          Timeline.of(Map.of("a", "1", "b", "y", "le", "5"), 10, NONE, NONE),
          Timeline.of(Map.of("a", "2", "le", "5"), 100, 200, 300));

  @Test
  void thoseThatAgreeInTheLabelsAreSummedUp() {
    assertThat(Sums.by(Sums.Labels.only(List.of("a", "c")), TIMELINES))
        .containsExactly(
            Timeline.of(Map.of("a", "1"), 11, 2, NONE),
            Timeline.of(Map.of("a", "2"), 100, 200, 300));
  }

  @Test
  void withoutLabelsAllAreOne() {
    assertThat(Sums.by(Sums.Labels.only(List.of()), TIMELINES))
        .containsExactly(Timeline.of(Map.of(), 111, 202, 300));
    assertThat(Sums.by(Sums.Labels.only(List.of()), List.of())).isEmpty();
  }

  @Test
  void bucketsStayApartOnlyIfTheyAreToldTo() {
    assertThat(Sums.by(Sums.Labels.only(null).without("le"), TIMELINES))
        .extracting(Timeline::labels)
        .allSatisfy(labels -> assertThat(labels).doesNotContainKey("le"))
        .hasSize(3);
    assertThat(Sums.by(Sums.Labels.only(List.of("a")).without("le").and("le"), TIMELINES))
        .extracting(Timeline::labels)
        .containsExactly(
            new TreeMap<>(Map.of("a", "1", "le", "5")), new TreeMap<>(Map.of("a", "2", "le", "5")));
  }

  @Test
  void theOrderOfSeriesDoesNotMatter() {
    Random random = new Random(3);
    List<Timeline> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(
          Timeline.of(
              Map.of("a", "" + random.nextInt(5), "b", "" + i),
              random.nextInt(100),
              random.nextInt(3) == 0 ? NONE : random.nextInt(100)));
    }
    List<Timeline> expected = Sums.by(Sums.Labels.only(List.of("a")), many);

    Collections.shuffle(many, random);

    assertThat(Sums.by(Sums.Labels.only(List.of("a")), many)).isEqualTo(expected);
  }

  @Test
  void anAverageIsKnownWhereSomethingWasObserved() {
    assertThat(
            Answers.quotients(
                List.of(Timeline.of(Map.of("a", "1"), 5, 0, NONE), Timeline.of(Map.of(), 1, 1, 1)),
                List.of(Timeline.of(Map.of("a", "1"), 2, 0, NONE))))
        .containsExactly(Timeline.of(Map.of("a", "1"), 2.5, NONE, NONE));
  }
}
