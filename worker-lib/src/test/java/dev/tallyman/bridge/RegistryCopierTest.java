package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A client_java registry's metrics in ours. */
class RegistryCopierTest {
  private final PrometheusRegistry from = new PrometheusRegistry();
  private final MetricRegistry to = MetricRegistry.inHeap();
  private final List<String> complaints = new ArrayList<>();
  private int busy;
  private final RegistryCopier copier =
      new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaints::add);

  @Test
  void aCounterIsCopiedWithItsLabels() {
    Counter counter =
        Counter.builder()
            .name("busy_seconds_total")
            .help("Busy.")
            .labelNames("b", "a")
            .register(from);
    counter.labelValues("2", "1").inc(2.5);

    copier.copy();
    copier.copy();

    FamilyView view = only("busy_seconds");
    assertThat(view.family().type()).isEqualTo(MetricType.COUNTER);
    assertThat(view.family().help()).isEqualTo("Busy.");
    assertThat(view.family().labelNames()).containsExactly("a", "b");
    assertThat(view.series().get(0).labels().values()).containsExactly("1", "2");
    assertThat(view.series().get(0).value()).isEqualTo(2.5);
  }

  @Test
  void manySmallFractionsComeToWhatTheSourceHasToTheLastBit() {
    Counter counter = Counter.builder().name("c").register(from);
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      counter.inc(random.nextDouble());
      copier.copy();
    }

    assertThat(series("c").value()).isEqualTo(counter.get());
  }

  @Test
  void aSourceThatBeginsAgainTakesNothingAway() {
    AtomicInteger value = new AtomicInteger(10);
    CounterWithCallback.builder()
        .name("c")
        .callback(callback -> callback.call(value.get()))
        .register(from);
    copier.copy();
    value.set(3);
    copier.copy();
    value.set(5);
    copier.copy();

    assertThat(series("c").value()).isEqualTo(15);
  }

  @Test
  void aHistogramsBucketsAndSumAreCopiedOnce() {
    Histogram histogram =
        Histogram.builder().name("h").classicUpperBounds(1, 5).labelNames("l").register(from);
    histogram.labelValues("x").observe(0.5);
    histogram.labelValues("x").observe(-4);
    copier.copy();
    histogram.labelValues("x").observe(3);
    histogram.labelValues("x").observe(70);
    copier.copy();
    copier.copy();

    FamilyView view = only("h");
    assertThat(view.family().upperBounds()).containsExactly(1.0, 5.0);
    SeriesView series = view.series().get(0);
    assertThat(List.of(series.bucketCount(0), series.bucketCount(1), series.bucketCount(2)))
        .containsExactly(2L, 1L, 1L);
    assertThat(series.sum()).isEqualTo(69.5);
  }

  @Test
  void aHistogramThatBeginsAgainTakesNothingAway() {
    Histogram first = Histogram.builder().name("h").classicUpperBounds(1).register(from);
    first.observe(0.5);
    first.observe(2);
    copier.copy();
    from.unregister(first);
    Histogram second = Histogram.builder().name("h").classicUpperBounds(1).register(from);
    second.observe(4);
    copier.copy();

    assertThat(series("h").count()).isEqualTo(3);
    assertThat(series("h").sum()).isEqualTo(6.5);
  }

  @Test
  void seriesOfOneHistogramMayHaveDifferentBounds() {
    from.register(
        () ->
            HistogramSnapshot.builder()
                .name("h")
                .dataPoint(histogramPoint("x", 1, 10))
                .dataPoint(histogramPoint("y", 5, 10))
                .build());
    copier.copy();

    FamilyView view = only("h");
    assertThat(view.family().upperBounds()).containsExactly(1.0, 5.0, 10.0);
    SeriesView y = view.series().get(1);
    assertThat(List.of(y.bucketCount(0), y.bucketCount(1), y.bucketCount(2), y.bucketCount(3)))
        .containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void aSummaryIsCopiedWithoutItsQuantiles() {
    Summary summary = Summary.builder().name("s").quantile(0.9).register(from);
    summary.observe(3);
    summary.observe(4);
    copier.copy();
    copier.copy();

    assertThat(series("s").count()).isEqualTo(2);
    assertThat(series("s").sum()).isEqualTo(7);
  }

  @Test
  void aGaugeHasTheModeThatItsNameCallsFor() {
    Gauge.builder().name("jvm_threads_current").register(from).set(12);
    Gauge.builder().name("anything").register(from).set(1);
    from.register(() -> UnknownSnapshot.builder().name("unknown").dataPoint(unknown(5)).build());
    copier.copy();

    assertThat(only("jvm_threads_current").family().gaugeMode()).isEqualTo(GaugeMode.LIVESUM);
    assertThat(series("jvm_threads_current").value()).isEqualTo(12);
    assertThat(only("anything").family().gaugeMode()).isEqualTo(GaugeMode.ALL);
    assertThat(series("unknown").value()).isEqualTo(5);
  }

  @Test
  void aGaugeWithALabelPidIsNotKeptApartByAnother() {
    Gauge.builder().name("g").labelNames("pid").register(from).labelValues("1").set(2);
    copier.copy();

    assertThat(only("g").family().gaugeMode()).isEqualTo(GaugeMode.LIVEMAX);
    assertThat(complaints).isEmpty();
  }

  @Test
  void whatOneWorkerDoesNotKnowHasNoPartInWhatAllHave() {
    for (String name : List.of("jvm_threads_current", "pause_seconds_max")) {
      Gauge gauge = Gauge.builder().name(name).labelNames("l").register(from);
      gauge.labelValues("x").set(Double.NaN);
      copier.copy();
      assertThat(only(name).series()).isEmpty();
      gauge.labelValues("x").set(3);
      copier.copy();
      assertThat(series(name).value()).isEqualTo(3);
      gauge.labelValues("x").set(Double.NaN);
      copier.copy();
      assertThat(only(name).series()).isEmpty();
      gauge.labelValues("x").set(4);
      copier.copy();
      assertThat(series(name).value()).isEqualTo(4);
    }
  }

  @Test
  void aGaugeThatHasLeftTheSourceLeavesAndMayComeBack() {
    Gauge gauge = Gauge.builder().name("jvm_threads_state").labelNames("s").register(from);
    gauge.labelValues("new").set(3);
    gauge.labelValues("old").set(4);
    copier.copy();
    gauge.remove("old");
    copier.copy();
    assertThat(only("jvm_threads_state").series()).extracting(SeriesView::value).containsOnly(3.0);

    gauge.labelValues("old").set(5);
    copier.copy();
    assertThat(only("jvm_threads_state").series())
        .extracting(SeriesView::value)
        .containsOnly(3.0, 5.0);
  }

  @Test
  void activeTasksOfMicrometerGoUpAndDown() {
    Collector active =
        () -> SummarySnapshot.builder().name("calls_active_seconds").dataPoint(busy()).build();
    from.register(active);
    busy = 2;
    copier.copy();
    busy = 1;
    copier.copy();

    assertThat(only("calls_active_seconds_count").family().gaugeMode())
        .isEqualTo(GaugeMode.LIVESUM);
    assertThat(series("calls_active_seconds_count").value()).isEqualTo(1);
    assertThat(series("calls_active_seconds_sum").value()).isEqualTo(10);
  }

  @Test
  void aFamilyBeginsWithItsFirstSeries() {
    Counter counter = Counter.builder().name("c").labelNames("l").register(from);
    copier.copy();
    counter.labelValues("x").inc();
    copier.copy();

    assertThat(series("c").labels().values()).containsExactly("x");
    assertThat(complaints).isEmpty();
  }

  @Test
  void memoryHasTheLabelsOfMicrometerToo() {
    Gauge.builder()
        .name("jvm_memory_used_bytes")
        .labelNames("area")
        .register(from)
        .labelValues("heap")
        .set(3);
    copier.copy();

    assertThat(only("jvm_memory_used_bytes").family().labelNames()).containsExactly("area", "id");
    assertThat(series("jvm_memory_used_bytes").labels().values()).containsExactly("heap", "");
  }

  @Test
  void infosAndStateSetsAreAsTheyAreNow() {
    Info info = Info.builder().name("app_info").labelNames("version").register(from);
    StateSet states = StateSet.builder().name("phase").states("idle", "busy").register(from);
    info.setLabelValues("1");
    states.setTrue("busy");
    copier.copy();
    info.setLabelValues("2");
    states.setTrue("idle");
    states.setFalse("busy");
    copier.copy();

    assertThat(only("app").series()).hasSize(1);
    assertThat(series("app").labels().values()).containsExactly("2");
    assertThat(only("phase").family().states()).containsExactly("busy", "idle");
    assertThat(series("phase").stateOn(0)).isFalse();
    assertThat(series("phase").stateOn(1)).isTrue();
  }

  @Test
  void aCollectorThatThrowsIsSaidOnceAndTheOthersLand() {
    Collector broken =
        () -> {
          throw new IllegalStateException("no");
        };
    from.register(broken);
    Counter.builder().name("c").register(from).inc();
    copier.copy();
    copier.copy();

    assertThat(series("c").value()).isEqualTo(1);
    assertThat(complaints).singleElement().asString().contains("IllegalStateException: no");
    assertThat(series("tallyman_bridge_failures").value()).isEqualTo(2);
  }

  @Test
  void aNameThatIsTakenIsLeftAlone() {
    dev.tallyman.metrics.Counter ours =
        dev.tallyman.metrics.Counter.builder().name("c").register(to);
    ours.inc();
    from.register(new RegistryCollector(to));
    copier.copy();
    copier.copy();

    assertThat(ours.get()).isEqualTo(1);
    assertThat(complaints).anyMatch(said -> said.contains("name is taken"));
  }

  @Test
  void labelsThatComeLaterAreSaidAndTheRestIsCopied() {
    AtomicInteger step = new AtomicInteger();
    from.register(
        () ->
            step.get() == 0
                ? UnknownSnapshot.builder().name("u").dataPoint(unknown(1)).build()
                : UnknownSnapshot.builder()
                    .name("u")
                    .dataPoint(unknown(2))
                    .dataPoint(
                        UnknownSnapshot.UnknownDataPointSnapshot.builder()
                            .labels(Labels.of("late", "x"))
                            .value(9)
                            .build())
                    .build());
    copier.copy();
    step.set(1);
    copier.copy();

    assertThat(series("u").value()).isEqualTo(2);
    assertThat(complaints).singleElement().asString().contains("late");
  }

  private SummarySnapshot.SummaryDataPointSnapshot busy() {
    return SummarySnapshot.SummaryDataPointSnapshot.builder().count(busy).sum(10.0 * busy).build();
  }

  private static UnknownSnapshot.UnknownDataPointSnapshot unknown(double value) {
    return UnknownSnapshot.UnknownDataPointSnapshot.builder().value(value).build();
  }

  private static HistogramSnapshot.HistogramDataPointSnapshot histogramPoint(
      String label, double first, double second) {
    return HistogramSnapshot.HistogramDataPointSnapshot.builder()
        .labels(Labels.of("l", label))
        .classicHistogramBuckets(
            ClassicHistogramBuckets.of(
                new double[] {first, second, Double.POSITIVE_INFINITY}, new long[] {1, 2, 3}))
        .sum(40)
        .build();
  }

  private SeriesView series(String name) {
    return only(name).series().get(0);
  }

  private FamilyView only(String name) {
    Optional<FamilyView> found =
        to.read().stream().filter(view -> view.family().name().equals(name)).findAny();
    assertThat(found).as(name + " of " + complaints).isPresent();
    return found.get();
  }
}
