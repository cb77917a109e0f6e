package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.bridge.Snapshots;
import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exemplars on a page, as client_java writes them. */
class ExemplarPageTest {
  private static final Exemplar TRACED =
      new Exemplar(
          0.5,
          Labels.of("trace_id", "abc", "span_id", "def", "user.name", "a\"b\\é\n"),
          12_345_006);
  private static final Exemplar BARE = new Exemplar(1e21, Labels.EMPTY, 1_700_000_000_120L);

  /** A series as a test says it is, with exemplars. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Exemplary(Point point, @Nullable Exemplar... exemplars) implements SeriesView {
    @Override
    public Labels labels() {
      return point.labels();
    }

    @Override
    public double value() {
      return point.value();
    }

    @Override
    public long count() {
      return point.count();
    }

    @Override
    public double sum() {
      return point.sum();
    }

    @Override
    public long bucketCount(int bucket) {
      return point.bucketCount(bucket);
    }

    @Override
    public boolean stateOn(int state) {
      return false;
    }

    @Override
    public long createdMillis() {
      return point.createdMillis();
    }

    @Override
    public @Nullable Exemplar exemplar(int bucket) {
      return exemplars[bucket];
    }
  }

  private record View(Family family, List<Exemplary> series) implements FamilyView {}

  private static final List<View> FAMILIES =
      List.of(
          new View(
              Family.of("calls", MetricType.COUNTER, "Calls.", List.of("a")),
              List.of(
                  new Exemplary(Point.of("a", "1").value(3), TRACED),
                  new Exemplary(Point.of("a", "2").value(4), (Exemplar) null))),
          new View(
              Family.histogram("latency", List.of(1.0, 2.0), "", List.of()),
              List.of(new Exemplary(Point.of().buckets(3, 1, 0, 2), TRACED, null, BARE))));

  @ParameterizedTest
  @EnumSource(EscapingScheme.class)
  void openMetricsAndProtobufAreThoseOfClientJava(EscapingScheme escaping) throws IOException {
    assertThat(page(Format.OPEN_METRICS, escaping))
        .isEqualTo(byClientJava(OpenMetricsTextFormatWriter.create(), escaping))
        .contains("latency_bucket{le=\"+Inf\"} 3 # {} 1.0E21 1700000000.120\n");
    assertThat(page(Format.PROTOBUF, escaping))
        .isEqualTo(byClientJava(new PrometheusProtobufWriter(), escaping));
  }

  @Test
  void plainTextHasNone() {
    assertThat(page(Format.TEXT, EscapingScheme.ALLOW_UTF8))
        .contains("calls_total{a=\"1\"} 3.0\n")
        .doesNotContain("trace_id");
  }

  private static String page(Format format, EscapingScheme escaping) {
    Page page = new Page();
    Dialect dialect = new Dialect(format, escaping, format.contentType());
    new PageWriter().write(dialect, FAMILIES, NameFilter.EVERYTHING, page);
    return Pages.text(page);
  }

  private static String byClientJava(ExpositionFormatWriter writer, EscapingScheme escaping)
      throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    writer.write(page, Snapshots.of(FAMILIES), escaping);
    return page.toString(StandardCharsets.UTF_8);
  }
}
