package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.EscapingScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The judges that Prometheus' own world has for a page. */
class PageJudgesIT {

  @Test
  void promtoolHasNothingToSayAboutTheTextPage() {
    String page = Pages.page(Format.TEXT, Reading.ofEveryType());

    Peer promtool = Peer.run(List.of("promtool", "check", "metrics"), page);

    assertThat(promtool).isEqualTo(new Peer(0, ""));
  }

  @ParameterizedTest
  @EnumSource(
      value = EscapingScheme.class,
      names = {"UNDERSCORE_ESCAPING", "DOTS_ESCAPING", "VALUE_ENCODING_ESCAPING"})
  void anOlderScraperCanReadALabelWithAColon(EscapingScheme escaping) {
    List<Reading> reading =
        List.of(
            Reading.gauge("hits", Point.of("é_k8s:pod", "a", "x:y", "1").value(1)),
            Reading.stateSet("phase:now", List.of("run"), Point.of().states(true)));
    Page page = new Page();
    new PageWriter()
        .write(new Dialect(Format.TEXT, escaping, ""), reading, NameFilter.EVERYTHING, page);

    Peer promtool = Peer.run(List.of("promtool", "check", "metrics"), Pages.text(page));

    // It reads the page, and has an opinion about the name of the state set.
    assertThat(promtool.output().lines())
        .isNotEmpty()
        .allMatch(line -> line.contains("metric names should not contain ':'"));
  }

  @Test
  void theStrictOpenMetricsParserTakesThePage() {
    String page = Pages.page(Format.OPEN_METRICS, Reading.ofEveryType());

    assertThat(Peer.samples("openmetrics", page))
        .contains("requests_calls_total\t{\"status\": \"200\"}\t123456789.0")
        .contains(
            "temperature\t{\"room\": \"a \\\"b\\\" \\\\c\\nd \\u00e9 \\ud834\\udd1e\"}\t-3.25")
        .contains(
            "latency_seconds_bucket\t{\"le\": \"inf\", \"method\": \"GET\", \"path\": \"/a\"}\t10.0")
        .hasSize(24);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itTakesAPageWhereAMetricIsCalledAsTheCreatedLineOfAnother(boolean createdLines) {
    Dialect plain = Dialect.of(Format.OPEN_METRICS);
    List<Reading> reading =
        List.of(
            Reading.counter("x", Point.of().value(1)),
            Reading.gauge("x_created", Point.of().value(2)));
    Page page = new Page();
    new PageWriter()
        .write(
            createdLines ? plain.withCreatedLines() : plain, reading, NameFilter.EVERYTHING, page);

    assertThat(Peer.samples("openmetrics", Pages.text(page))).hasSize(createdLines ? 2 : 1);
  }

  @Test
  void noSeriesStandsTwice() {
    String page = Pages.page(Format.TEXT, Reading.ofEveryType());

    Stream<String> series =
        Peer.samples("text", page).stream().map(line -> line.substring(0, line.lastIndexOf('\t')));

    assertThat(series).hasSize(24).doesNotHaveDuplicates();
  }

  @Test
  void allThreeFormatsSayTheSame(@TempDir Path directory) throws IOException, InterruptedException {
    PageWriter writer = new PageWriter();
    Page protobuf = new Page();
    List<Reading> reading = Reading.ofEveryType();
    writer.write(Format.PROTOBUF, reading, NameFilter.EVERYTHING, protobuf);

    List<String> text = Peer.samples("text", Pages.page(writer, Format.TEXT, reading));
    List<String> openMetrics =
        Peer.samples("openmetrics", Pages.page(writer, Format.OPEN_METRICS, reading));
    List<String> pushed = samplesPushed(Pages.bytes(protobuf), directory);

    assertThat(openMetrics).isEqualTo(text);
    assertThat(pushed).isEqualTo(text);
  }

  /** What Pushgateway shows of a page, without the labels that it adds itself. */
  private static List<String> samplesPushed(byte[] page, Path directory)
      throws IOException, InterruptedException {
    try (Pushgateway gateway = Pushgateway.start(directory.resolve("pushgateway.log"))) {
      gateway.put("tallyman", Format.PROTOBUF, page);
      return Peer.samples("text", gateway.page()).stream()
          .filter(line -> line.contains("\"job\": \"tallyman\""))
          .filter(line -> !line.startsWith("push_"))
          .map(line -> line.replaceAll("\"(instance|job)\": \"(tallyman)?\"(, )?", ""))
          .map(line -> line.replace(", }", "}"))
          .sorted()
          .toList();
    }
  }
}
