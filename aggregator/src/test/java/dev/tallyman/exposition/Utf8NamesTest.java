package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.bridge.Snapshots;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Names that only Prometheus 3 knows, and what older scrapers get instead. */
class Utf8NamesTest {
  private static final String PROMETHEUS_3 =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
          + "application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
          + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

  @ParameterizedTest
  @EnumSource(EscapingScheme.class)
  void everyEscapingIsThatOfClientJava(EscapingScheme escaping) throws IOException {
    Family unit =
        new Family(
            "app.s_bytes",
            MetricType.GAUGE,
            "Size.",
            "bytes",
            GaugeMode.SUM,
            List.of(),
            List.of(),
            List.of());
    // In the order of client_java, which sorts by names with underscores.
    List<Reading> families =
        new ArrayList<>(
            List.of(
                Reading.gauge("中文", Point.of("метка", "ж").value(1)),
                Reading.gauge("\"quoted\\\n", Point.of().value(1)),
                Reading.counter(
                    "app.calls", Point.of("k8s.pod", "a\"b", "ziel.über", "y").value(1)),
                Reading.histogram(
                    "app.latency",
                    List.of(0.5, 1.0),
                    Point.of("http.route", "/").buckets(2, 1, 0, 3)),
                Reading.of("app.s", MetricType.INFO, Point.of("v", "1").value(1)),
                new Reading(unit, List.of(Point.of().value(2))),
                Reading.of("app.t", MetricType.SUMMARY, Point.of().observed(3, 1.5)),
                Reading.gauge("http_plain", Point.of("a_b", "x").value(1))));
    if (escaping == EscapingScheme.DOTS_ESCAPING) {
      families.remove(0); // its label becomes one that client_java throws at
    }

    assertThat(page(Format.TEXT, escaping, families))
        .isEqualTo(byClientJava(PrometheusTextFormatWriter.create(), escaping, families));
    assertThat(page(Format.OPEN_METRICS, escaping, families))
        .isEqualTo(byClientJava(OpenMetricsTextFormatWriter.create(), escaping, families));
    assertThat(page(Format.PROTOBUF, escaping, families))
        .isEqualTo(byClientJava(new PrometheusProtobufWriter(), escaping, families));
  }

  @Test
  void aStateSetsOwnLabelIsQuotedToo() {
    Reading states =
        Reading.stateSet("job.phase", List.of("run"), Point.of("job.id", "1").states(true));

    // client_java leaves the quotes out here, and Prometheus refuses the page.
    assertThat(page(Format.TEXT, EscapingScheme.ALLOW_UTF8, List.of(states)))
        .endsWith("\n{\"job.phase\",\"job.id\"=\"1\",\"job.phase\"=\"run\"} 1\n");
    assertThat(page(Format.TEXT, EscapingScheme.UNDERSCORE_ESCAPING, List.of(states)))
        .endsWith("\njob_phase{job_id=\"1\",job_phase=\"run\"} 1\n");
  }

  @ParameterizedTest
  @CsvSource({
    "UNDERSCORE_ESCAPING,x_y",
    "DOTS_ESCAPING,x__y",
    "VALUE_ENCODING_ESCAPING,U__x_3a_y",
  })
  void aColonThatAMetricMayHaveIsEscapedInALabel(EscapingScheme escaping, String label)
      throws IOException {
    List<Reading> families =
        List.of(
            Reading.gauge("a:b", Point.of("x:y", "1").value(1)),
            Reading.stateSet("x:y", List.of("run"), Point.of().states(true)));

    // client_java leaves the colon, and writes quotes that no older scraper understands.
    assertThat(byClientJava(PrometheusTextFormatWriter.create(), escaping, families))
        .contains("\na:b{\"x:y\"=\"1\"} 1.0\n");
    for (Format format : List.of(Format.TEXT, Format.OPEN_METRICS)) {
      assertThat(page(format, escaping, families))
          .contains("\na:b{" + label + "=\"1\"} 1.0\n")
          .contains("\nx:y{" + label + "=\"run\"} 1\n");
    }
    assertThat(refused(Format.PROTOBUF, escaping, families)).isEqualTo(2);
  }

  @Test
  void aColonStaysWhereTheScraperKnowsEveryName() {
    List<Reading> families =
        List.of(Reading.stateSet("x:y", List.of("run"), Point.of("a:b", "1").states(true)));

    assertThat(page(Format.TEXT, EscapingScheme.ALLOW_UTF8, families))
        .contains("\nx:y{\"a:b\"=\"1\",\"x:y\"=\"run\"} 1\n");
    assertThat(refused(Format.PROTOBUF, EscapingScheme.ALLOW_UTF8, families)).isZero();
  }

  @ParameterizedTest
  @EnumSource(EscapingScheme.class)
  void namesThatEverybodyKnowsAreNotTouchedUnlessDotsAre(EscapingScheme escaping) {
    for (Format format : Format.values()) {
      if (escaping != EscapingScheme.DOTS_ESCAPING) {
        assertThat(page(format, escaping, Reading.ofEveryType()))
            .isEqualTo(Pages.page(format, Reading.ofEveryType()));
      }
    }
  }

  @Test
  void ofTwoMetricsThatBecomeOneTheSecondIsLeftOutAndCounted() {
    List<Reading> families =
        List.of(
            Reading.gauge("a.b", Point.of().value(1)), Reading.gauge("a/b", Point.of().value(2)));

    for (Format format : Format.values()) {
      assertThat(refused(format, EscapingScheme.UNDERSCORE_ESCAPING, families)).isEqualTo(1);
      assertThat(refused(format, EscapingScheme.ALLOW_UTF8, families)).isZero();
    }
    assertThat(page(Format.TEXT, EscapingScheme.UNDERSCORE_ESCAPING, families))
        .contains("a_b 1.0\n")
        .doesNotContain("a_b 2.0");
  }

  @Test
  void aMetricThatIsCalledSoKeepsItsNameWhenOneWithDotsComes() {
    List<Reading> families =
        List.of(
            Reading.counter("a.b", Point.of().value(1)),
            Reading.counter("a_b", Point.of().value(2)));

    for (Format format : Format.values()) {
      assertThat(refused(format, EscapingScheme.UNDERSCORE_ESCAPING, families)).isEqualTo(1);
    }
    assertThat(page(Format.TEXT, EscapingScheme.UNDERSCORE_ESCAPING, families))
        .contains("a_b_total 2.0\n")
        .doesNotContain("1.0");
  }

  @Test
  void aMetricWhoseLabelsBecomeOneIsLeftOutAndCounted() {
    List<Reading> families =
        List.of(
            Reading.gauge("mixed", Point.of("a.b", "1", "a_b", "2").value(1)),
            Reading.gauge("other", Point.of().value(2)));

    for (Format format : Format.values()) {
      assertThat(refused(format, EscapingScheme.UNDERSCORE_ESCAPING, families)).isEqualTo(1);
      assertThat(refused(format, EscapingScheme.VALUE_ENCODING_ESCAPING, families))
          .as("client_java, which writes protobuf, takes the two for one all the same")
          .isEqualTo(format == Format.PROTOBUF ? 1 : 0);
    }
    assertThat(page(Format.TEXT, EscapingScheme.UNDERSCORE_ESCAPING, families))
        .contains("other 2.0\n")
        .doesNotContain("mixed");
  }

  @Test
  void whatClientJavaCannotWriteAsProtobufIsLeftOutAndCounted() {
    List<Reading> families =
        List.of(
            Reading.gauge("other", Point.of().value(2)),
            Reading.gauge("strange", Point.of("中", "1").value(1)));

    assertThat(refused(Format.PROTOBUF, EscapingScheme.DOTS_ESCAPING, families)).isEqualTo(1);
  }

  @Test
  void aFilterKnowsAMetricByItsNameAndByWhatTheScraperSees() {
    List<Reading> families =
        List.of(Reading.gauge("a.b", Point.of().value(1)), Reading.gauge("c", Point.of().value(2)));
    for (String name : List.of("a.b", "a_b")) {
      Page page = new Page();
      new PageWriter().write(Format.TEXT, families, NameFilter.of(List.of(name)), page);
      assertThat(Pages.text(page)).contains("a_b 1.0").doesNotContain("c 2.0");
    }
  }

  @Test
  void oneWriterKeepsEscapingsApart() {
    PageWriter writer = new PageWriter();
    List<Reading> families = List.of(Reading.gauge("a.b", Point.of("c.d", "x").value(1)));
    for (int round = 0; round < 3; round++) {
      for (EscapingScheme escaping : EscapingScheme.values()) {
        Page page = new Page();
        writer.write(dialect(Format.TEXT, escaping), families, NameFilter.EVERYTHING, page);
        assertThat(Pages.text(page)).isEqualTo(page(Format.TEXT, escaping, families));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain;version=0.0.4 | text/plain; version=0.0.4; charset=utf-8",
        "text/plain;version=1.0.0;escaping=allow-utf-8"
            + " | text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
        "text/plain;version=1.0.0 | text/plain; version=1.0.0; charset=utf-8",
        "text/plain;escaping=dots | text/plain; version=0.0.4; charset=utf-8; escaping=dots",
        "text/plain;escaping=what"
            + " | text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        "application/openmetrics-text;version=1.0.0;escaping=values"
            + " | application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=values",
        "application/openmetrics-text;version=2.0.0 | text/plain; version=0.0.4; charset=utf-8",
        PROMETHEUS_3
            + " | application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
        "*/* | text/plain; version=0.0.4; charset=utf-8"
      })
  void theAnswerNamesTheEscapingThatWasAskedFor(String accept, String contentType) {
    assertThat(Dialect.negotiate(accept).contentType()).isEqualTo(contentType);
  }

  private static Dialect dialect(Format format, EscapingScheme escaping) {
    return new Dialect(format, escaping, format.contentType());
  }

  private static int refused(Format format, EscapingScheme escaping, List<Reading> families) {
    return new PageWriter()
        .write(dialect(format, escaping), families, NameFilter.EVERYTHING, new Page());
  }

  private static String page(Format format, EscapingScheme escaping, List<Reading> families) {
    Page page = new Page();
    new PageWriter().write(dialect(format, escaping), families, NameFilter.EVERYTHING, page);
    return Pages.text(page);
  }

  private static String byClientJava(
      ExpositionFormatWriter writer, EscapingScheme escaping, List<Reading> families)
      throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    writer.write(page, Snapshots.of(families), escaping);
    return page.toString(StandardCharsets.UTF_8);
  }
}
