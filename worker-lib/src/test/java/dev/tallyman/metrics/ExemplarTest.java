package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.TallyReader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Observations as examples of many. */
class ExemplarTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  @TempDir Path directory;

  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void aCounterKeepsTheNewestOfItsExemplars() {
    Counter uploads = Counter.builder().name("uploads").labelNames("kind").register(registry);
    uploads.labelValues("a").incWithExemplar(Labels.of("upload_id", "1"));
    uploads.labelValues("a").incWithExemplar(2.5, Labels.of("upload_id", "2"));
    uploads.labelValues("a").inc();

    assertThat(uploads.labelValues("a").get()).isEqualTo(4.5);
    Exemplar exemplar = exemplar(0);
    assertThat(exemplar.value()).isEqualTo(2.5);
    assertThat(exemplar.labels()).isEqualTo(Labels.of("upload_id", "2"));
    assertThat(exemplar.timestampMillis()).isGreaterThan(1_700_000_000_000L);
  }

  @Test
  void aHistogramKeepsTheNewestOfEachBucket() {
    Histogram latency =
        Histogram.builder().name("latency").classicUpperBounds(1, 2).register(registry);
    latency.observeWithExemplar(0.5, Labels.of("n", "low"));
    latency.observeWithExemplar(1.5, Labels.of("n", "middle"));
    latency.observeWithExemplar(9, Labels.of("n", "high"));
    latency.observeWithExemplar(8, Labels.of("n", "higher"));

    assertThat(registry.read().get(0).series().get(0).count()).isEqualTo(4);
    assertThat(exemplar(0).labels().values()).containsExactly("low");
    assertThat(exemplar(1).labels().values()).containsExactly("middle");
    assertThat(exemplar(2).labels().values()).containsExactly("higher");
  }

  @Test
  void labelsThatOpenMetricsDoesNotTakeAreDroppedAndTheCountIsNot() {
    Counter counter = Counter.builder().name("c").register(registry);
    counter.incWithExemplar(Labels.of("k", "x".repeat(128)));
    counter.incWithExemplar(Labels.of("__k", "x"));
    counter.incWithExemplar(Labels.of("k", "x", "k", "y"));
    counter.incWithExemplar(Labels.of("k", "中".repeat(120)));
    counter.incWithExemplar(null);
    assertThat(counter.get()).isEqualTo(5);
    assertThat(registry.droppedRecordings()).isEqualTo(5);
    assertThat(registry.read().get(0).series().get(0).exemplar(0)).isNull();

    counter.incWithExemplar(Labels.of("k", "x".repeat(127)));
    assertThat(exemplar(0).labels().values().get(0)).hasSize(127);
    counter.incWithExemplar(-1, Labels.of("k", "x"));
    assertThat(counter.get()).isEqualTo(6);
    assertThat(registry.droppedRecordings()).isEqualTo(6);
  }

  @Test
  void theCurrentSpanIsTakenIfItIsSampled() {
    Counter counter = Counter.builder().name("c").register(registry);
    within(
        TraceFlags.getDefault(),
        () -> {
          counter.inc();
        });
    assertThat(registry.read().get(0).series().get(0).exemplar(0)).isNull();

    Counter sampled = Counter.builder().name("a").register(registry);
    within(
        TraceFlags.getSampled(),
        () -> {
          sampled.inc(3);
          sampled.inc(4);
        });
    SeriesView series = registry.read().get(1).series().get(0);
    assertThat(Objects.requireNonNull(series.exemplar(0)).value())
        .as("the second came too soon after the first")
        .isEqualTo(3);
    assertThat(Objects.requireNonNull(series.exemplar(0)).labels())
        .isEqualTo(Labels.of("span_id", SPAN, "trace_id", TRACE));
  }

  @Test
  void ownLabelsStandBesideThoseOfTheSpan() {
    Histogram histogram = Histogram.builder().name("h").classicUpperBounds(1).register(registry);
    within(
        TraceFlags.getSampled(),
        () -> {
          histogram.observeWithExemplar(2, Labels.of("user", "7"));
        });
    assertThat(exemplar(1).labels())
        .isEqualTo(Labels.of("span_id", SPAN, "trace_id", TRACE, "user", "7"));
  }

  @Test
  void ownLabelsThatLeaveNoRoomForTheSpanStandAlone() {
    Histogram histogram = Histogram.builder().name("h").classicUpperBounds(1).register(registry);
    Labels own = Labels.of("order", "x".repeat(100));
    within(TraceFlags.getSampled(), () -> histogram.observeWithExemplar(2, own));
    assertThat(exemplar(1).labels()).isEqualTo(own);
    assertThat(registry.droppedRecordings()).isZero();
  }

  @Test
  void whoNamesASpanOrATraceHimselfIsTakenAtHisWord() {
    Counter counter = Counter.builder().name("c").register(registry);
    for (String name : List.of("span_id", "trace_id")) {
      within(TraceFlags.getSampled(), () -> counter.incWithExemplar(Labels.of(name, "mine")));
      assertThat(exemplar(0).labels()).isEqualTo(Labels.of(name, "mine"));
    }
    assertThat(registry.droppedRecordings()).isZero();
  }

  @Test
  void exemplarsStandInTheTallyFile() throws Exception {
    MetricRegistry onDisk = MetricRegistry.inDirectory(directory);
    Counter counter = Counter.builder().name("c").labelNames("l").register(onDisk);
    for (int i = 0; i < 100; i++) {
      counter.labelValues("v" + i % 10).incWithExemplar(i, Labels.of("i", "" + i));
    }
    Path file = onDisk.tallyFile().orElseThrow();
    onDisk.close();

    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      assertThat(reader.readings()).hasSize(10);
      for (int i = 0; i < 10; i++) {
        List<Exemplar> all = reader.readings().get(i).exemplars();
        assertThat(all).singleElement().matches(exemplar -> exemplar.value() >= 90);
      }
    }
  }

  private static void within(TraceFlags flags, Runnable work) {
    SpanContext context = SpanContext.create(TRACE, SPAN, flags, TraceState.getDefault());
    Context.current().with(Span.wrap(context)).wrap(work).run();
  }

  private Exemplar exemplar(int bucket) {
    return Objects.requireNonNull(registry.read().get(0).series().get(0).exemplar(bucket));
  }
}
