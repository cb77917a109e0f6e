package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.SeriesView;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The exemplars of client_java's counters and histograms in ours. */
class ExemplarCopyTest {
  private final PrometheusRegistry from = new PrometheusRegistry();
  private final MetricRegistry to = MetricRegistry.inHeap();
  private final RegistryCopier copier =
      new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaint -> {});

  @Test
  void aCountersExemplarIsCopied() {
    Counter.builder().name("c").register(from).incWithExemplar(2, Labels.of("trace_id", "abc"));
    CounterSnapshot snapshot = (CounterSnapshot) from.scrape().get(0);
    Exemplar theirs = Objects.requireNonNull(snapshot.getDataPoints().get(0).getExemplar());
    copier.copy();

    assertThat(series().exemplar(0))
        .isEqualTo(
            new dev.tallyman.model.Exemplar(
                2, dev.tallyman.model.Labels.of("trace_id", "abc"), theirs.getTimestampMillis()));
  }

  @Test
  void thoseOfAHistogramAreInTheirBuckets() {
    for (boolean classicOnly : new boolean[] {true, false}) {
      String name = classicOnly ? "classic" : "both";
      Histogram.Builder builder = Histogram.builder().name(name).classicUpperBounds(1, 5);
      Histogram source = (classicOnly ? builder.classicOnly() : builder).register(from);
      source.observe(0.5);
      source.observeWithExemplar(3, Labels.of("trace_id", name));
      copier.copy();

      SeriesView copy = series(name);
      dev.tallyman.model.Exemplar ours = Objects.requireNonNull(copy.exemplar(1));
      assertThat(ours.value()).isEqualTo(3);
      assertThat(ours.labels().values()).containsExactly(name);
      assertThat(copy.exemplar(0)).isNull();
      assertThat(copy.exemplar(2)).isNull();
    }
  }

  @Test
  void ofAHistogramWithNativeBucketsAloneTheNewestIsShown() {
    HistogramDataPointSnapshot point =
        HistogramDataPointSnapshot.builder()
            .nativeSchema(5)
            .nativeBucketsForPositiveValues(
                NativeHistogramBuckets.of(new int[] {1}, new long[] {3}))
            .exemplars(Exemplars.of(exemplar("a", 10), exemplar("newest", 30), exemplar("b", 20)))
            .build();
    from.register(() -> HistogramSnapshot.builder().name("h").dataPoint(point).build());
    copier.copy();

    assertThat(Objects.requireNonNull(series().exemplar(0)).labels().values())
        .containsExactly("newest");
  }

  @Test
  void eachIsCopiedOnce() {
    List<String> kept = new ArrayList<>();
    ExemplarCopy copy = new ExemplarCopy();
    ExemplarCopy.Keeper keeper =
        (value, labels, millis) -> kept.add(labels.values().get(0) + " " + value + " " + millis);
    Exemplar first = exemplar("a", 10);
    copy.copy(List.of(first, exemplar("b", 20)), keeper);
    copy.copy(List.of(exemplar("a", 10), exemplar("b", 20)), keeper);
    copy.copy(List.of(first, exemplar("c", 20)), keeper);
    copy.copy(List.of(), keeper);

    assertThat(kept).containsExactly("a 1.0 10", "b 1.0 20", "c 1.0 20");
  }

  @Test
  void whatDoesNotSayItsTimeIsLeftOut() {
    List<String> kept = new ArrayList<>();
    Exemplar untimed = Exemplar.builder().value(1).labels(Labels.of("trace_id", "x")).build();
    new ExemplarCopy().copy(List.of(untimed), (value, labels, millis) -> kept.add("any"));

    assertThat(kept).isEmpty();
  }

  @Test
  void labelsThatAreTooLongAreDroppedAndCountedOnce() {
    CounterDataPointSnapshot point =
        CounterDataPointSnapshot.builder().value(3).exemplar(exemplar("x".repeat(200), 5)).build();
    from.register(() -> CounterSnapshot.builder().name("c").dataPoint(point).build());
    copier.copy();
    copier.copy();

    assertThat(series().value()).isEqualTo(3);
    assertThat(series().exemplar(0)).isNull();
    assertThat(to.droppedRecordings()).isEqualTo(1);
  }

  private static Exemplar exemplar(String trace, long millis) {
    return Exemplar.builder()
        .value(1)
        .labels(Labels.of("trace_id", trace))
        .timestampMillis(millis)
        .build();
  }

  private SeriesView series() {
    return to.read().get(0).series().get(0);
  }

  private SeriesView series(String name) {
    return to.read().stream()
        .filter(view -> view.family().name().equals(name))
        .findFirst()
        .orElseThrow()
        .series()
        .get(0);
  }
}
