package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.model.Sketch;
import dev.tallyman.supervisor.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes' observations, as a real Prometheus sees them together. */
@Tag("slow")
@Timeout(180)
final class NativeHistogramsIT {
  private static final int WORKERS = 3;
  private static final int ROUND = 2_000;

  /** The widest buckets of any worker; half of one is how far a quantile may be off. */
  private static final int COARSEST_SCHEMA = 3;

  private final TemporaryDirectory directory;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Double> observed = new ArrayList<>();

  NativeHistogramsIT() throws IOException {
    directory = TemporaryDirectory.create();
  }

  @BeforeEach
  void start() throws IOException {
    for (int seed = 0; seed < WORKERS; seed++) {
      workers.add(Worker.start(tallies(), seed, COARSEST_SCHEMA + seed));
    }
  }

  @AfterEach
  void stop() {
    workers.forEach(Worker::kill);
    directory.close();
  }

  @Test
  void quantilesAndRatesOfSeveralProcessesAreRight() throws IOException {
    String page = "127.0.0.1:" + FreePorts.next();
    AggregatorConfig config =
        new AggregatorConfig(
            tallies(),
            AggregatorConfig.archiveBeside(tallies()),
            ArchiveRules.DEFAULT,
            HistoryRules.DEFAULT,
            "127.0.0.1",
            Integer.parseInt(page.substring(page.indexOf(':') + 1)),
            null);
    observe();
    try (Aggregator aggregator = Aggregator.start(config);
        PrometheusServer prometheus =
            PrometheusServer.start(
                PrometheusServer.scraping(page, "/metrics"), "native-histograms")) {
      assertThat(aggregator.port()).isPositive();
      assertSeen(prometheus);
      assertSummary(prometheus);

      workers.remove(0).kill();
      observe();
      assertSeen(prometheus);
      assertSummary(prometheus);
      assertRate(prometheus);
      String resets = "resets(" + ObservingWorker.SUMMARY + "_count[1m])";
      assertThat(prometheus.value(resets)).as("a death is no reset").isZero();
    }
  }

  /** The histogram in Prometheus is, bucket by bucket, that of one who has seen everything. */
  private void assertSeen(PrometheusServer prometheus) {
    String name = ObservingWorker.HISTOGRAM;
    prometheus.awaitValue("histogram_count(" + name + ")", observed.size());
    double sum = observed.stream().mapToDouble(Double::doubleValue).sum();
    assertThat(prometheus.value("histogram_sum(" + name + ")")).isCloseTo(sum, within(1e-6));
    Sketch one = new Sketch();
    observed.forEach(value -> one.observe(COARSEST_SCHEMA, value));
    long[] buckets = {0};
    one.forEach((below, index, count) -> buckets[0]++);
    JsonNode histogram =
        prometheus.query(name, Instant.now()).get(0).path("histogram").path(1).path("buckets");
    assertThat(histogram.size()).isEqualTo((int) buckets[0]);
    for (double part : new double[] {.1, .5, .9, .99}) {
      assertThat(prometheus.value("histogram_quantile(%s, %s)".formatted(part, name)))
          .as("quantile %s", part)
          .isCloseTo(exact(part), within(.1 * exact(part)));
    }
  }

  private void assertRate(PrometheusServer prometheus) {
    String rate = "rate(" + ObservingWorker.HISTOGRAM + "[1m])";
    double half = prometheus.value("histogram_quantile(0.5, %s)".formatted(rate));
    assertThat(half).isCloseTo(exact(.5), within(.15 * exact(.5)));
    assertThat(
            prometheus.value(
                "histogram_count(increase(%s[1m]))".formatted(ObservingWorker.HISTOGRAM)))
        .isPositive();
  }

  private void assertSummary(PrometheusServer prometheus) {
    String name = ObservingWorker.SUMMARY;
    prometheus.awaitValue(name + "_count", observed.size());
    for (String part : List.of("0.5", "0.9", "0.99")) {
      double exact = exact(Double.parseDouble(part));
      assertThat(prometheus.value(name + "{quantile=\"" + part + "\"}"))
          .as("quantile %s", part)
          .isCloseTo(exact, within(.01 * exact));
    }
  }

  private double exact(double part) {
    double[] sorted = observed.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  private void observe() throws IOException {
    for (Worker worker : workers) {
      worker.observe(ROUND);
      for (int i = 0; i < ROUND; i++) {
        observed.add(ObservingWorker.next(worker.values));
      }
    }
  }

  private Path tallies() {
    return directory.path().resolve("tallies");
  }

  private record Worker(Process process, Writer orders, BufferedReader answers, Random values) {

    static Worker start(Path tallies, long seed, int schema) throws IOException {
      Files.createDirectories(tallies);
      ProcessBuilder builder =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ObservingWorker.class.getName(),
                  Long.toString(seed),
                  Integer.toString(schema))
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put(MetricsConfig.ENABLED, "true");
      builder.environment().put(MetricsConfig.DIRECTORY, tallies.toString());
      Process process = builder.start();
      return new Worker(
          process,
          process.outputWriter(StandardCharsets.UTF_8),
          process.inputReader(StandardCharsets.UTF_8),
          ObservingWorker.values(seed));
    }

    void observe(int count) throws IOException {
      orders.write(count + "\n");
      orders.flush();
      assertThat(answers.readLine()).isEqualTo(ObservingWorker.OBSERVED);
    }

    void kill() {
      process.destroyForcibly().onExit().join();
    }
  }
}
