package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.bridge.Snapshots;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
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
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
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
  @EnumSource(
      value = EscapingScheme.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "VALUE_ENCODING_ESCAPING") // there client_java has another order of labels
  void openMetricsAndProtobufAreThoseOfClientJava(EscapingScheme escaping) throws IOException {
    assertThat(page(Format.OPEN_METRICS, escaping))
        .isEqualTo(byClientJava(OpenMetricsTextFormatWriter.create(), escaping))
        .contains("latency_bucket{le=\"+Inf\"} 3 # {} 1.0E21 1700000000.120\n");
    assertThat(page(Format.PROTOBUF, escaping))
        .isEqualTo(byClientJava(new PrometheusProtobufWriter(), escaping));
  }

  @Test
  void histogramsOfAllKindsShowWhatClientJavasOwnWouldShow() throws IOException {
    MetricRegistry registry = MetricRegistry.inHeap();
    PrometheusRegistry peers = new PrometheusRegistry();
    for (String kind : List.of("both", "classic", "only")) {
      Histogram ours = ours(kind).register(registry);
      var theirs = theirs(kind).register(peers);
      for (double value : new double[] {-3, 0, .5, 1, 7, 1e9}) {
        // One each: client_java takes no second one of a series in the same tenth of a second.
        ours.labelValues("" + value).observeWithExemplar(value, Labels.of("trace_id", kind));
        theirs
            .labelValues("" + value)
            .observeWithExemplar(
                value, io.prometheus.metrics.model.snapshots.Labels.of("trace_id", kind));
        ours.labelValues("" + value).observe(1.5);
        theirs.labelValues("" + value).observe(1.5);
      }
    }

    String page = withoutTimes(write(OpenMetricsTextFormatWriter.create(), peers.scrape()));
    assertThat(page).contains("only_bucket{v=\"7.0\",le=\"+Inf\"} 2 # {trace_id=\"only\"} 7.0\n");
    assertThat(
            withoutTimes(
                write(OpenMetricsTextFormatWriter.create(), Snapshots.of(registry.read()))))
        .isEqualTo(page);
    assertThat(linesOf(withoutTimes(Pages.page(Format.OPEN_METRICS, registry.read()))))
        .isEqualTo(linesOf(page));
    PrometheusProtobufWriter protobuf = new PrometheusProtobufWriter();
    EscapingScheme escaping = EscapingScheme.ALLOW_UTF8;
    assertThat(withoutTimes(protobuf.toDebugString(Snapshots.of(registry.read()), escaping)))
        .isEqualTo(withoutTimes(protobuf.toDebugString(peers.scrape(), escaping)))
        .contains("exemplar");
  }

  private static Histogram.Builder ours(String kind) {
    Histogram.Builder builder =
        Histogram.builder().name(kind).help("H.").labelNames("v").classicUpperBounds(1, 5);
    return switch (kind) {
      case "both" -> builder.classicAndNative();
      case "only" -> builder.nativeOnly();
      default -> builder;
    };
  }

  private static io.prometheus.metrics.core.metrics.Histogram.Builder theirs(String kind) {
    var builder =
        io.prometheus.metrics.core.metrics.Histogram.builder()
            .name(kind)
            .help("H.")
            .labelNames("v")
            .classicUpperBounds(1, 5);
    return switch (kind) {
      case "both" -> builder;
      case "only" -> builder.nativeOnly();
      default -> builder.classicOnly();
    };
  }

  /** The series of a family are in no order that matters. */
  private static List<String> linesOf(String page) {
    return page.lines().sorted().toList();
  }

  private static String withoutTimes(String page) {
    return page.replaceAll("(?m)( # \\{.*} \\S+) [0-9.]+$", "$1")
        .replaceAll("(created_)?timestamp \\{[^}]*}", "");
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
    return write(writer, Snapshots.of(FAMILIES), escaping);
  }

  private static String write(ExpositionFormatWriter writer, MetricSnapshots snapshots)
      throws IOException {
    return write(writer, snapshots, EscapingScheme.ALLOW_UTF8);
  }

  private static String write(
      ExpositionFormatWriter writer, MetricSnapshots snapshots, EscapingScheme escaping)
      throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    writer.write(page, snapshots, escaping);
    return page.toString(StandardCharsets.UTF_8);
  }
}
