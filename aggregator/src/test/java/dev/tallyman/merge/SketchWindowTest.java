package dev.tallyman.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchWindowTest {
  private static final long WINDOW = 60_000;
  private static final QuantileRules RULES = new QuantileRules(List.of(.5, 1.0), .01, WINDOW);
  private static final Family FAMILY = Family.quantiles("s", RULES, List.of());
  private static final int SCHEMA = RULES.sketch().schema();

  @Test
  void whatWasObservedBeforeTheWindowIsForgotten() {
    SketchWindow window = new SketchWindow(WINDOW);
    Sketch all = new Sketch();
    Random random = new Random(1);
    List<long[]> observed = new ArrayList<>();
    for (long now = 1_000_000; now < 1_500_000; now += random.nextInt(3_000)) {
      Sketch gained = window.gained(all, 1_000_000, now);
      long at = now;
      long inside = observed.stream().filter(each -> each[0] > at - WINDOW).count();
      long withAStepMore = observed.stream().filter(each -> each[0] > at - WINDOW - 8_000).count();
      assertThat(gained.count()).isBetween(inside, withAStepMore);
      for (int i = 0; i < random.nextInt(10); i++) {
        all.observe(SCHEMA, random.nextGaussian());
        observed.add(new long[] {now + 1});
      }
    }
  }

  @Test
  void ofAnOldSeriesOnlyWhatComesFromNowOnIsKnownToBeRecent() {
    SketchWindow window = new SketchWindow(WINDOW);
    Sketch all = new Sketch();
    all.observe(SCHEMA, 1);
    assertThat(window.gained(all, 1_000, 1_000_000).count()).isZero();
    all.observe(SCHEMA, 2);
    assertThat(window.gained(all, 1_000, 1_001_000).count()).isEqualTo(1);
  }

  @Test
  void ofAYoungSeriesAllIsRecent() {
    Sketch all = new Sketch();
    all.observe(SCHEMA, 1);
    assertThat(new SketchWindow(WINDOW).gained(all, 990_000, 1_000_000).count()).isEqualTo(1);
  }

  @Test
  void ofASeriesThatBeganBeforeTheClockWasSetBackAllIsRecentForOneWindow() {
    SketchWindow window = new SketchWindow(WINDOW);
    Sketch all = new Sketch();
    all.observe(SCHEMA, 1);
    long created = 9_000_000;
    assertThat(window.gained(all, created, 1_000_000).count()).isEqualTo(1);
    assertThat(window.gained(all, created, 1_030_000).count()).isEqualTo(1);
    assertThat(window.gained(all, created, 1_030_000 + WINDOW).count()).isZero();
  }

  @Test
  void aSketchThatHasShrunkOrAClockThatWasSetBackBeginsAnew() {
    SketchWindow window = new SketchWindow(WINDOW);
    Sketch all = new Sketch();
    for (int i = 0; i < 5; i++) {
      all.observe(SCHEMA, i);
    }
    assertThat(window.gained(all, 0, 1_000_000).count()).isZero();
    Sketch less = new Sketch();
    less.observe(SCHEMA, 3);
    assertThat(window.gained(less, 0, 1_001_000).count()).isZero();
    less.observe(SCHEMA, 4);
    assertThat(window.gained(less, 0, 1_002_000).count()).isEqualTo(1);
    assertThat(window.gained(less, 0, 500_000).count()).isZero();
    less.observe(SCHEMA, 4);
    assertThat(window.gained(less, 0, 501_000).count()).isEqualTo(1);
  }

  @Test
  void aDeadWorkersObservationsStayInTheWindowAsLongAsALivingOnes() {
    Merger merger = new Merger();
    Recorded living = Recorded.live(1).sketch(FAMILY, 0, of(1));
    Recorded dying = Recorded.live(2).sketch(FAMILY, 0, of(9, 9));
    long start = 100_000;
    assertThat(largest(merger.merge(List.of(living, dying), start))).isNaN();

    Recorded livingLater = Recorded.live(1).sketch(FAMILY, 0, of(1, 2));
    Recorded dead = Recorded.live(2).sketch(FAMILY, 0, of(9, 9, 5)).as(false);
    for (long now = start + 1_000; now <= start + WINDOW; now += 1_000) {
      SeriesView merged = series(merger.merge(List.of(livingLater, dead), now));
      assertThat(merged.quantile(1)).as("after %d", now - start).isBetween(4.95, 5.05);
      assertThat(merged.count()).as("of all time").isEqualTo(5);
    }
    assertThat(largest(merger.merge(List.of(livingLater, dead), start + 2 * WINDOW))).isNaN();
  }

  @Test
  void anotherHelpForgetsNothing() {
    Merger merger = new Merger();
    long start = 100_000;
    Recorded old = Recorded.live(1).sketch(FAMILY.withHelp("Old."), 0, of(1));
    assertThat(largest(merger.merge(List.of(old), start))).isNaN();
    Recorded later = Recorded.live(1).sketch(FAMILY.withHelp("Old."), 0, of(1, 5));
    assertThat(largest(merger.merge(List.of(later), start + 1_000))).isBetween(4.95, 5.05);

    Recorded young = Recorded.live(2).sketch(FAMILY.withHelp("New."), 0, of(2));
    List<FamilyView> merged = merger.merge(List.of(later.as(false), young), start + 2_000);
    assertThat(largest(merged)).isBetween(4.95, 5.05);
    assertThat(merged.get(0).family().help()).isEqualTo("New.");
  }

  private static double largest(List<? extends FamilyView> families) {
    return families.get(0).series().get(0).quantile(1);
  }

  private static SeriesView series(List<? extends FamilyView> families) {
    return families.get(0).series().get(0);
  }

  private static Sketch of(double... values) {
    Sketch sketch = new Sketch();
    for (double value : values) {
      sketch.observe(SCHEMA, value);
    }
    return sketch;
  }
}
