package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker whose labels explode meets the limit: its file and memory stay bounded, no count is
 * lost, and others don't notice. Its JVM has 64 MB of heap, the aggregator's 256.
 */
@Tag("slow")
final class SeriesExplosionIT {
  private static final int LIMIT = MetricsConfig.DEFAULT_MAX_SERIES;
  private static final long FILE_LIMIT = 24L << 20;

  @TempDir Path directory;
  @TempDir Path archive;

  @Test
  void aMillionLabelValuesAreCountedInBoundedRoom() throws Exception {
    AggregatorProcess.Plan plan =
        new AggregatorProcess.Plan(directory, archive, Duration.ZERO, List.of("-Xmx256m"));
    Process exploding =
        new ProcessBuilder(
                Jvm.command(ExplodingWorker.class, List.of(), List.of(directory.toString())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (AskedWorker other = AskedWorker.start(directory);
        AggregatorProcess aggregator = plan.start()) {
      String unused = other.ask("types 3");
      String before = others(aggregator);
      awaitDone(exploding);

      String page = aggregator.scraper().page();
      assertThat(sum(page, "hits_total{")).isEqualTo(ExplodingWorker.VALUES_EACH);
      assertThat(sum(page, "waits_count{")).isEqualTo(ExplodingWorker.VALUES_EACH);
      assertThat(sum(page, "steady_total{")).isEqualTo(2);
      assertThat(Scraper.value(page, "hits_total{user=\"overflow\"}"))
          .hasValueSatisfying(hits -> assertThat(hits).isGreaterThan(LIMIT));
      assertThat(Scraper.value(page, "waits_count{user=\"overflow\"}"))
          .hasValueSatisfying(waits -> assertThat(waits).isGreaterThan(LIMIT));
      // The limit, and one overflow series for each of the two.
      assertThat(count(page, "hits_total{") + count(page, "waits_count{")).isEqualTo(LIMIT - 1 + 2);
      assertThat(Scraper.value(page, "tallyman_dropped_series"))
          .hasValue(2.0 * ExplodingWorker.VALUES_EACH - (LIMIT - 1));
      assertThat(largestFile()).isLessThan(FILE_LIMIT);
      assertThat(others(aggregator)).isEqualTo(before).isNotEmpty();

      exploding.getOutputStream().close();
      assertThat(exploding.waitFor()).isZero();
    } finally {
      exploding.destroyForcibly();
    }
  }

  private static void awaitDone(Process exploding) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(exploding.getInputStream(), UTF_8));
    assertThat(said.readLine()).isEqualTo(ExplodingWorker.DONE);
  }

  /** What is on the page of the other worker alone. */
  private static String others(AggregatorProcess aggregator) throws Exception {
    return aggregator
        .scraper()
        .samples()
        .lines()
        .filter(line -> !isExploding(line))
        .toList()
        .toString();
  }

  private static boolean isExploding(String line) {
    return Stream.of("hits_", "waits_", "steady_").anyMatch(line::startsWith);
  }

  private long largestFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).max().orElseThrow();
    }
  }

  private static double sum(String page, String start) {
    return lines(page, start)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static long count(String page, String start) {
    return lines(page, start).count();
  }

  private static Stream<String> lines(String page, String start) {
    return page.lines().filter(line -> line.startsWith(start));
  }
}
