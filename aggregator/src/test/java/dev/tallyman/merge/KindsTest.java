package dev.tallyman.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.ExponentialScale;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * One metric, recorded as another kind by each release: what it is shown as, and where it counts.
 */
class KindsTest {
  private static final int SCHEMA = 3;
  private static final SketchRules RULES = new SketchRules(SCHEMA, 0, 160, null);
  private static final List<Double> BOUNDS = List.of(1.0, 10.0);
  private static final Family CLASSIC = Family.histogram("latency", BOUNDS, "", List.of());
  private static final Family NATIVE =
      Family.nativeHistogram("latency", RULES, List.of(), List.of());
  private static final Family BOTH = Family.nativeHistogram("latency", RULES, BOUNDS, List.of());
  private static final Family PLAIN = Family.of("size", MetricType.SUMMARY, "", List.of());
  private static final Family HALF = quantiles(.5);
  private static final Family MOST = quantiles(.9, .99);

  private final Merger merger = new Merger();

  @Test
  void classicAndNativeWorkersAreShownAsBothAndEveryObservationIsCountedOnceInEach() {
    FamilyView view = merge(classic(1), nativeOnly(2));

    assertThat(view.family().type()).isEqualTo(MetricType.NATIVE_HISTOGRAM);
    assertThat(view.family().upperBounds()).isEqualTo(BOUNDS);
    assertThat(only(view).count()).isEqualTo(6 + 2);
    assertThat(only(view).sum()).isEqualTo(60 + 4);
    assertThat(buckets(view)).as("native ones may lie anywhere").containsExactly(1, 2, 3 + 2);
    assertThat(nativeBuckets(view))
        .as("classic ones lie at their bounds, and just above the last")
        .isEqualTo(Map.of(index(1), 1L, index(2), 2L, index(10), 2L + 3L));
    assertThat(kinds()).containsExactly(Conflict.Kind.BUCKETS);
  }

  @Test
  void workersThatHaveBothAreExactInEachBesideClassicOnes() {
    FamilyView view = merge(classic(1), both(2));

    assertThat(buckets(view)).containsExactly(1 + 1, 2 + 1, 3);
    assertThat(only(view).sketch().count()).isEqualTo(6 + 2);
    assertThat(only(view).count()).isEqualTo(6 + 2);
  }

  @Test
  void nativeOnlyBesideBothIsNoMoreThanNativeToTheClassicBuckets() {
    FamilyView view = merge(nativeOnly(1), both(2));

    assertThat(view.family().upperBounds()).isEqualTo(BOUNDS);
    assertThat(buckets(view)).containsExactly(1, 1, 2);
    assertThat(only(view).count()).isEqualTo(4);
    assertThat(kinds()).containsExactly(Conflict.Kind.BUCKETS);
  }

  @Test
  void whatOnlyTheDeadHadIsCountedAndNoLongerShown() {
    FamilyView natives = merge(classic(1).as(false), both(2).as(false), nativeOnly(3));
    assertThat(natives.family().upperBounds()).isEmpty();
    assertThat(only(natives).count()).isEqualTo(6 + 2 + 2);
    assertThat(only(natives).sketch().count()).isEqualTo(6 + 2 + 2);
    assertThat(kinds()).isEmpty();

    FamilyView classics = merge(classic(1), both(2).as(false), nativeOnly(3).as(false));
    assertThat(classics.family().type()).isEqualTo(MetricType.HISTOGRAM);
    assertThat(buckets(classics)).containsExactly(1 + 1, 2 + 1, 3 + 2);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void whereNobodyLivesAllThatTheDeadHaveIsShown() {
    FamilyView view = merge(classic(1).as(false), nativeOnly(2).as(false));

    assertThat(view.family().type()).isEqualTo(MetricType.NATIVE_HISTOGRAM);
    assertThat(buckets(view)).containsExactly(1, 2, 5);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aMetricGetsAnotherKindWhenALaterSeriesBringsIt() {
    Recorded late = Recorded.live(2);
    assertThat(merge(classic(1), late).family().type()).isEqualTo(MetricType.HISTOGRAM);
    late.sketch(NATIVE, 4, sketch(2, 2));

    FamilyView view = merge(classic(1), late);
    assertThat(view.family().type()).isEqualTo(MetricType.NATIVE_HISTOGRAM);
    assertThat(only(view).count()).isEqualTo(8);
  }

  @Test
  void standInsMakeTheNativeBucketsNeitherFinerNorCoarser() {
    SketchRules coarse = new SketchRules(0, 0, 160, null);
    Sketch seen = new Sketch();
    seen.observe(0, 100);
    Recorded worker =
        Recorded.live(2)
            .sketch(Family.nativeHistogram("latency", coarse, List.of(), List.of()), 100, seen);

    assertThat(only(merge(classic(1), worker)).sketch().schema()).isZero();
    assertThat(
            only(merge(classic(1), Recorded.live(3).sketch(NATIVE, 0, new Sketch())))
                .sketch()
                .schema())
        .as("nothing observed yet")
        .isEqualTo(SCHEMA);
  }

  @Test
  void boundsAtAndBelowZeroAndNoneAtAllHaveTheirStandInsToo() {
    Family around = Family.histogram("latency", List.of(-4.0, 0.0), "", List.of());
    Family boundless = Family.histogram("latency", List.of(), "", List.of());
    FamilyView view =
        merge(
            Recorded.live(1).distribution(around, 0, 1, 2, 3),
            Recorded.live(2).distribution(boundless, 0, 4),
            nativeOnly(3));

    Sketch sketch = only(view).sketch();
    assertThat(sketch.zeros()).isEqualTo(2);
    assertThat(nativeBuckets(view))
        .isEqualTo(
            Map.of(
                "-" + index(4),
                1L,
                index(Double.MIN_VALUE),
                3L,
                index(Double.POSITIVE_INFINITY),
                4L,
                index(2),
                2L));
    assertThat(only(view).count()).isEqualTo(sketch.count()).isEqualTo(12);
  }

  @Test
  void aSummaryCountsAllAndShowsQuantilesOfThoseThatHaveThem() {
    Recorded plain = Recorded.live(1).distribution(PLAIN, 50, 5);
    Recorded half = Recorded.live(2).sketch(HALF, 9, sketch(2, 3, 4));

    FamilyView view = merge(plain, half);
    assertThat(view.family().sketch()).isEqualTo(HALF.sketch());
    assertThat(only(view).count()).isEqualTo(8);
    assertThat(only(view).sum()).isEqualTo(59);
    assertThat(only(view).quantile(0)).isBetween(2.9, 3.1);
    assertThat(kinds()).containsExactly(Conflict.Kind.BUCKETS);

    FamilyView old = merge(plain, half.as(false));
    assertThat(old.family().type()).isEqualTo(MetricType.SUMMARY);
    assertThat(only(old).count()).isEqualTo(8);
    assertThat(only(old).sum()).isEqualTo(59);
  }

  @Test
  void ofSummariesWithOtherQuantilesTheOldestLivingWorkersAreShownOfAllObservations() {
    Recorded half = Recorded.live(1).sketch(HALF, 9, sketch(2, 3, 4));
    Recorded most = Recorded.live(2).sketch(MOST, 9, sketch(2, 3, 40));

    assertThat(merge(half, most).family().sketch()).isEqualTo(HALF.sketch());
    FamilyView view = merge(half.as(false), most);
    assertThat(view.family().sketch()).isEqualTo(MOST.sketch());
    assertThat(only(view).count()).isEqualTo(6);
    assertThat(only(view).quantile(1)).isBetween(39.0, 41.0);
  }

  @Test
  void aHistogramThatBecomesASummaryIsAConflictStill() {
    FamilyView view =
        merge(
            classic(1),
            Recorded.live(2)
                .distribution(Family.of("latency", MetricType.SUMMARY, "", List.of()), 1, 1));

    assertThat(only(view).count()).isEqualTo(6);
    assertThat(kinds()).containsExactly(Conflict.Kind.TYPE);
  }

  private static Recorded classic(int pid) {
    return Recorded.live(pid).distribution(CLASSIC, 60, 1, 2, 3);
  }

  private static Recorded nativeOnly(int pid) {
    return Recorded.live(pid).sketch(NATIVE, 4, sketch(2, 2));
  }

  private static Recorded both(int pid) {
    return Recorded.live(pid).sketch(BOTH, 6, sketch(1, 5), 1, 1);
  }

  private static Sketch sketch(double... values) {
    Sketch sketch = new Sketch();
    for (double value : values) {
      sketch.observe(SCHEMA, value);
    }
    return sketch;
  }

  private static Family quantiles(Double... values) {
    return Family.quantiles("size", new QuantileRules(List.of(values), .01, 0), List.of());
  }

  private FamilyView merge(Recorded... workers) {
    List<FamilyView> families = merger.merge(List.of(workers));
    assertThat(families).hasSize(1);
    return families.get(0);
  }

  private List<Conflict.Kind> kinds() {
    return merger.conflicts().stream().map(Conflict::kind).toList();
  }

  private static SeriesView only(FamilyView view) {
    assertThat(view.series()).hasSize(1);
    return view.series().get(0);
  }

  private static long[] buckets(FamilyView view) {
    long[] counts = new long[view.family().upperBounds().size() + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = only(view).bucketCount(i);
    }
    return counts;
  }

  private static Map<String, Long> nativeBuckets(FamilyView view) {
    Map<String, Long> counts = new TreeMap<>();
    only(view)
        .sketch()
        .forEach((below, index, count) -> counts.put((below ? "-" : "") + index, count));
    return counts;
  }

  private static String index(double value) {
    return Integer.toString(ExponentialScale.index(value, SCHEMA));
  }
}
