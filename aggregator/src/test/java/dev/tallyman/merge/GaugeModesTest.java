package dev.tallyman.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.SeriesView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of {@link GaugeMode}: A is live with 3, B live with 5 set later, C dead with 4. */
class GaugeModesTest {
  private static final String NONE = "";
  private static final Family ALL = Family.gauge("queue", GaugeMode.ALL, "", List.of());

  @ParameterizedTest
  @CsvSource({
    "SUM,12",
    "LIVESUM,8",
    "MIN,3",
    "LIVEMIN,3",
    "MAX,5",
    "LIVEMAX,5",
    "MOSTRECENT,4",
    "LIVEMOSTRECENT,5"
  })
  void oneSeriesOverAllWorkers(GaugeMode mode, double expected) {
    assertThat(merge(mode)).isEqualTo(Map.of(NONE, expected));
  }

  @Test
  void allKeepsWorkersApartByTheirPid() {
    assertThat(merge(GaugeMode.ALL)).isEqualTo(Map.of("1", 3.0, "2", 5.0, "3", 4.0));
    assertThat(merge(GaugeMode.LIVEALL)).isEqualTo(Map.of("1", 3.0, "2", 5.0));
  }

  @Test
  void aNamedWorkerIsToldApartByItsNameToo() {
    Family gauge = Family.gauge("queue", GaugeMode.ALL, "", List.of("kind"));
    Recorded worker = Recorded.named(7, "blue");
    worker.flags(gauge, List.of("fast"), 0);
    SeriesView series = new Merger().merge(List.of(worker)).get(0).series().get(0);
    assertThat(series.labels().names()).containsExactly("kind", "pid", "worker");
    assertThat(series.labels().values()).containsExactly("fast", "7", "blue");
  }

  @Test
  void aMostRecentGaugeThatWasNeverSetHasNothingToSay() {
    Family gauge = Family.gauge("last_run", GaugeMode.MOSTRECENT, "", List.of());
    List<Recorded> workers = List.of(Recorded.live(1).gauge(gauge, 0, 0));
    assertThat(new Merger().merge(workers)).isEmpty();
    List<Recorded> oneSet =
        List.of(Recorded.live(1).gauge(gauge, 0, 0), Recorded.live(2).gauge(gauge, -3, 9));
    assertThat(new Merger().merge(oneSet).get(0).series().get(0).value()).isEqualTo(-3);
  }

  @Test
  void ofWorkersWithOnePidTheLivingOneIsShownAndOfTheDeadTheOneThatBeganLast() {
    Recorded first = Recorded.inArchive(9, 1).created(1_000).gauge(ALL, 7, 0);
    Recorded second = Recorded.inArchive(3, 1).created(2_000).gauge(ALL, 5, 0);
    Recorded third = Recorded.live(1).created(3_000).gauge(ALL, 0, 0);

    for (List<Recorded> dead : List.of(List.of(first, second), List.of(second, first))) {
      assertThat(only(new Merger().merge(dead)).value()).isEqualTo(5);
    }
    for (List<Recorded> workers :
        List.of(List.of(first, second, third), List.of(third, second, first))) {
      Merger merger = new Merger();
      assertThat(only(merger.merge(workers)).value()).isZero();
      assertThat(merger.conflicts()).isEmpty();
    }
  }

  @Test
  void theLivingOneIsShownThoughItsClockIsBehind() {
    Recorded dead = Recorded.inArchive(9, 1).created(9_000).gauge(ALL, 7, 0);
    Recorded alive = Recorded.live(1).created(3_000).gauge(ALL, 2, 0);
    assertThat(only(new Merger().merge(List.of(dead, alive))).value()).isEqualTo(2);
  }

  @Test
  void livingWorkersThatNobodyCanTellApartAreAConflict() {
    Recorded one = Recorded.alike(1, 1).created(1_000).gauge(ALL, 7, 0);
    Recorded other = Recorded.alike(2, 1).created(2_000).gauge(ALL, 5, 0);
    Merger merger = new Merger();

    assertThat(only(merger.merge(List.of(other, one))).value()).isEqualTo(5);
    assertThat(merger.conflicts()).containsExactly(new Conflict("queue", Conflict.Kind.WORKER));
    assertThat(only(merger.merge(List.of(one))).value()).isEqualTo(7);
    assertThat(merger.conflicts()).isEmpty();
  }

  @Test
  void whatIsMergedAnywayNeedsNoNames() {
    Family sum = Family.gauge("queue", GaugeMode.SUM, "", List.of());
    Merger merger = new Merger();
    merger.merge(
        List.of(Recorded.alike(1, 1).gauge(sum, 7, 0), Recorded.alike(2, 1).gauge(sum, 5, 0)));
    assertThat(merger.conflicts()).isEmpty();
  }

  private static SeriesView only(List<FamilyView> families) {
    assertThat(families).hasSize(1);
    assertThat(families.get(0).series()).hasSize(1);
    return families.get(0).series().get(0);
  }

  private static Map<String, Double> merge(GaugeMode mode) {
    Family gauge = Family.gauge("gauge", mode, "", List.of());
    List<Recorded> workers =
        List.of(
            Recorded.live(1).gauge(gauge, 3, 100),
            Recorded.live(2).gauge(gauge, 5, 200),
            Recorded.dead(3).gauge(gauge, 4, 300));
    List<FamilyView> families = new Merger().merge(workers);
    Map<String, Double> values = new TreeMap<>();
    for (SeriesView series : families.get(0).series()) {
      List<String> labels = series.labels().values();
      values.put(labels.isEmpty() ? NONE : labels.get(0), series.value());
    }
    return values;
  }
}
