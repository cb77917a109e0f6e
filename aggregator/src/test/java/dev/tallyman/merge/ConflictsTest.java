package dev.tallyman.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesReading;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictsTest {
  private static final Family COUNTER = Family.of("jobs", MetricType.COUNTER, "Old.", List.of());
  private final Merger merger = new Merger();

  @Test
  void theOldestWorkersTypeWins() {
    Family gauge = Family.gauge("jobs", GaugeMode.SUM, "New.", List.of());
    List<FamilyView> families =
        merger.merge(
            List.of(
                Recorded.live(9).gauge(gauge, 5, 0),
                Recorded.live(1).counter(COUNTER, List.of(), 3, 0)));
    assertThat(families).hasSize(1);
    assertThat(families.get(0).family().type()).isEqualTo(MetricType.COUNTER);
    assertThat(families.get(0).series().get(0).value()).isEqualTo(3);
    assertThat(merger.conflicts()).containsExactly(new Conflict("jobs", Conflict.Kind.TYPE));
  }

  @Test
  void theOldestWorkersLabelNamesWin() {
    Family other = Family.of("jobs", MetricType.COUNTER, "", List.of("queue"));
    List<FamilyView> families =
        merger.merge(
            List.of(
                Recorded.live(1).counter(COUNTER, List.of(), 3, 0),
                Recorded.live(2).counter(other, List.of("fast"), 5, 0)));
    assertThat(families.get(0).series()).hasSize(1);
    assertThat(merger.conflicts()).containsExactly(new Conflict("jobs", Conflict.Kind.DEFINITION));
  }

  @Test
  void whereNobodyLivesTheDefinitionOfTheLastToDieHolds() {
    Family renamed = Family.of("jobs", MetricType.COUNTER, "New.", List.of("queue"));
    SeriesReading first = Recorded.live(1).counter(COUNTER, List.of(), 3, 0).series().get(0);
    SeriesReading second = Recorded.live(2).counter(renamed, List.of("fast"), 5, 0).series().get(0);
    MergedSeries old = new MergedSeries(COUNTER, Labels.EMPTY);
    MergedSeries young = new MergedSeries(renamed, Labels.of("queue", "fast"));
    old.addDead(first, 1_000);
    young.addDead(second, 2_000);
    Recorded dead = Recorded.inArchive(1, 0).add(old).add(young);

    assertThat(labels(merger.merge(List.of(dead)))).containsExactly("queue");
    Recorded living = Recorded.live(3).counter(COUNTER, List.of(), 1, 0);
    assertThat(labels(merger.merge(List.of(dead, living)))).as("one lives").isEmpty();
    assertThat(labels(merger.merge(List.of(dead)))).containsExactly("queue");

    old.addDead(first, 3_000);
    assertThat(labels(merger.merge(List.of(dead)))).as("after a roll-back").isEmpty();
    assertThat(merger.conflicts()).containsExactly(new Conflict("jobs", Conflict.Kind.DEFINITION));
  }

  private static List<String> labels(List<FamilyView> families) {
    assertThat(families).hasSize(1);
    return families.get(0).family().labelNames();
  }

  @Test
  void differingHelpIsNoConflict() {
    Family reworded = Family.of("jobs", MetricType.COUNTER, "New.", List.of());
    List<FamilyView> families =
        merger.merge(
            List.of(
                Recorded.live(2).counter(reworded, List.of(), 1, 0),
                Recorded.live(1).counter(COUNTER, List.of(), 1, 0)));
    assertThat(families.get(0).family().help()).isEqualTo("Old.");
    assertThat(families.get(0).series().get(0).value()).isEqualTo(2);
    assertThat(merger.conflicts()).isEmpty();
  }

  @Test
  void aConflictIsOverWhenTheWorkerIsGone() {
    Recorded old = Recorded.live(1).counter(COUNTER, List.of(), 3, 0);
    Recorded wrong =
        Recorded.live(2).gauge(Family.gauge("jobs", GaugeMode.SUM, "", List.of()), 1, 0);
    merger.merge(List.of(old, wrong));
    assertThat(merger.conflicts()).isNotEmpty();
    merger.merge(List.of(old));
    assertThat(merger.conflicts()).isEmpty();
  }

  @Test
  void differingBoundsAreReportedAndNothingIsLeftOut() {
    Family one = Family.histogram("latency", List.of(1.0), "", List.of());
    Family two = Family.histogram("latency", List.of(2.0), "", List.of());
    List<FamilyView> families =
        merger.merge(
            List.of(
                Recorded.live(1).distribution(one, 1, 1, 1),
                Recorded.live(2).distribution(two, 1, 1, 1)));
    assertThat(families.get(0).family().upperBounds()).containsExactly(1.0, 2.0);
    assertThat(families.get(0).series().get(0).count()).isEqualTo(4);
    assertThat(merger.conflicts()).containsExactly(new Conflict("latency", Conflict.Kind.BOUNDS));
  }

  @Test
  void aWorkersOwnConflictingDefinitionsAreSettledByItsFirst() {
    Recorded worker =
        Recorded.live(1)
            .counter(COUNTER, List.of(), 3, 0)
            .flags(Family.of("jobs", MetricType.INFO, "", List.of()), List.of(), 1);
    assertThat(merger.merge(List.of(worker))).hasSize(1);
  }

  @Test
  void aDamagedPartIsLeftOutAndSaid() {
    Recorded damaged = Recorded.live(2).counter(COUNTER, List.of(), -5, 0);
    List<FamilyView> families =
        merger.merge(
            List.of(
                Recorded.live(1).counter(COUNTER, List.of(), 3, 0),
                damaged,
                Recorded.live(3).counter(COUNTER, List.of(), 0, Double.NaN)));
    assertThat(families.get(0).series().get(0).value()).isEqualTo(3);
    assertThat(merger.conflicts()).containsExactly(new Conflict("jobs", Conflict.Kind.DAMAGE));
  }

  @Test
  void theExactSumOfManyIsNoDamageThoughSomeOfItsPartsAreBelowZero() {
    MergedSeries sum = new MergedSeries(COUNTER, new Labels(List.of(), List.of()));
    for (double fraction : new double[] {0.1, 0.7, 1e17, 1e-9, 3e16}) {
      sum.addDead(Recorded.live(1).counter(COUNTER, List.of(), 0, fraction).series().get(0), 0);
    }
    ExactSum parts = new ExactSum();
    sum.addTo(parts);
    assertThat(parts.parts()).satisfies(all -> assertThat(all[0]).isNegative());

    List<FamilyView> families = merger.merge(List.of(Recorded.live(2).add(sum)));
    assertThat(families.get(0).series().get(0).value()).isEqualTo(1.3e17);
    assertThat(merger.conflicts()).isEmpty();
  }
}
