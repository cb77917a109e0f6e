package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.bridge.Snapshots;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Summary;
import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.MetricType;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same families by our writers and by client_java's: the same bytes. */
class ClientJavaParityTest {

  @Test
  void everyTypeIsWrittenAsClientJavaWritesIt() {
    assertSamePages(Reading.ofEveryType());
  }

  @Test
  void timesOfCreationAreWrittenAsClientJavaWritesThem() {
    Page page = new Page();
    Dialect dialect = Dialect.of(Format.OPEN_METRICS).withCreatedLines();
    new PageWriter().write(dialect, Reading.ofEveryType(), NameFilter.EVERYTHING, page);

    assertThat(Pages.text(page))
        .isEqualTo(
            byClientJava(
                OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build(),
                Reading.ofEveryType()))
        .contains("_created");
  }

  @Test
  void namesThatHaveTheirSuffixAlreadyAreWrittenAsClientJavaWritesThem() {
    assertSamePages(
        List.of(
            Reading.of("build_info", MetricType.INFO, Point.of("v", "1")),
            Reading.counter("calls_total", Point.of().value(1)),
            Reading.gauge("size_bucket", Point.of().value(1)),
            Reading.gauge("size_info", Point.of().value(1)),
            Reading.gauge("space:used_total", Point.of().value(1))));
  }

  @Test
  void helpIsLeftOutWhereThereIsNone() {
    Family bare = Family.of("calls", MetricType.COUNTER, "", List.of());

    assertSamePages(List.of(new Reading(bare, List.of(Point.of().value(1)))));
  }

  @Test
  void familiesWithoutSeriesAreLeftOut() {
    assertSamePages(List.of(Reading.counter("a"), Reading.gauge("b", Point.of().value(1))));
  }

  @Test
  void sumsThatAreNotANumberAreLeftOut() {
    assertSamePages(
        List.of(
            Reading.histogram("h", List.of(1.0), Point.of().buckets(Double.NaN, 1, 2)),
            Reading.of("s", MetricType.SUMMARY, Point.of().observed(1, Double.NaN))));
  }

  @Test
  void aHistogramWithoutBoundsHasOneBucket() {
    assertSamePages(List.of(Reading.histogram("h", List.of(), Point.of("a", "b").buckets(1, 2))));
  }

  @Test
  void nativeHistogramsAndQuantilesAreWrittenAsClientJavaWritesThem() {
    MetricRegistry registry = MetricRegistry.inHeap();
    Histogram.builder().name("empty").nativeOnly().register(registry);
    Summary.builder().name("none").quantiles(.5, .99).register(registry);
    Histogram only = Histogram.builder().name("only").nativeOnly().register(registry);
    Summary summary =
        Summary.builder().name("size").quantiles(0, .5, .999).labelNames("a").register(registry);
    Histogram both =
        Histogram.builder()
            .name("wait_seconds")
            .unit("seconds")
            .help("Help.")
            .labelNames("a")
            .classicAndNative()
            .register(registry);
    for (double value = -3; value < 30; value += .3) {
      only.observe(value);
      both.labelValues("b\"").observe(value);
      summary.labelValues("c").observe(value * 1e7);
    }

    assertSamePages(registry.read());
  }

  @Test
  void aNativeHistogramIsTheOneThatClientJavaItselfWouldWrite() {
    MetricRegistry registry = MetricRegistry.inHeap();
    PrometheusRegistry peers = new PrometheusRegistry();
    Histogram ours = Histogram.builder().name("h").help("H.").classicAndNative().register(registry);
    Histogram oursOnly = Histogram.builder().name("o").help("O.").nativeOnly().register(registry);
    var theirs =
        io.prometheus.metrics.core.metrics.Histogram.builder().name("h").help("H.").register(peers);
    var theirsOnly =
        io.prometheus.metrics.core.metrics.Histogram.builder()
            .name("o")
            .help("O.")
            .nativeOnly()
            .register(peers);
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      // Sums of these are exact, in whatever order they are added.
      double value = random.nextInt(1 << 20) / 1024.0 - 100;
      ours.observe(value);
      oursOnly.observe(value);
      theirs.observe(value);
      theirsOnly.observe(value);
    }

    for (ExpositionFormatWriter writer :
        List.of(PrometheusTextFormatWriter.create(), OpenMetricsTextFormatWriter.create())) {
      Format format =
          writer instanceof OpenMetricsTextFormatWriter ? Format.OPEN_METRICS : Format.TEXT;
      assertThat(Pages.page(format, registry.read())).isEqualTo(write(writer, peers.scrape()));
    }
    assertThat(withoutCreated(Snapshots.of(registry.read())))
        .isEqualTo(withoutCreated(peers.scrape()));
  }

  private static String withoutCreated(MetricSnapshots snapshots) {
    return new PrometheusProtobufWriter()
        .toDebugString(snapshots, EscapingScheme.ALLOW_UTF8)
        .replaceAll("created_timestamp \\{[^}]*}", "");
  }

  @Test
  void anyValuesAndLabelsAreWrittenAsClientJavaWritesThem() {
    Random random = new Random(42);
    for (int i = 0; i < 200; i++) {
      List<Point> gauges = new ArrayList<>();
      List<Point> histograms = new ArrayList<>();
      for (int series = 0; series < 20; series++) {
        String name = String.format("%02d", series);
        Point point = Point.of("a", name, "b", anyText(random));
        gauges.add(point.value(anyValue(random)));
        histograms.add(
            point.buckets(anyValue(random), random.nextInt(5), random.nextInt(1 << 30), 1L << 40));
      }
      assertSamePages(
          List.of(
              Reading.gauge("gauge", gauges.toArray(new Point[0])),
              Reading.histogram(
                  "histogram",
                  List.of(anyValue(random) - 1e9, 1e300),
                  histograms.toArray(new Point[0]))));
    }
  }

  private static double anyValue(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(1000);
      case 1 -> random.nextLong() >>> random.nextInt(64);
      case 2 -> random.nextInt(100_000) / 1000.0;
      case 3 -> random.nextGaussian();
      default -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
    };
  }

  private static String anyText(Random random) {
    int[] alphabet = "\"\\\n{}=, aZ09éß中😀".codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(10); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  private static void assertSamePages(List<? extends FamilyView> families) {
    assertThat(Pages.page(Format.TEXT, families))
        .isEqualTo(byClientJava(PrometheusTextFormatWriter.create(), families));
    assertThat(Pages.page(Format.OPEN_METRICS, families))
        .isEqualTo(byClientJava(OpenMetricsTextFormatWriter.create(), families));
  }

  private static String byClientJava(
      ExpositionFormatWriter writer, List<? extends FamilyView> families) {
    return write(writer, Snapshots.of(families));
  }

  private static String write(ExpositionFormatWriter writer, MetricSnapshots snapshots) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      writer.write(page, snapshots, EscapingScheme.ALLOW_UTF8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toString(StandardCharsets.UTF_8);
  }
}
