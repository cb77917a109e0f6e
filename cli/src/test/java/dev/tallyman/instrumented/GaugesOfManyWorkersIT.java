package dev.tallyman.instrumented;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.MetricsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three worker processes, one of which dies, and the page of a real aggregator. */
class GaugesOfManyWorkersIT {
  private static final int WORKERS = 3;

  @TempDir Path directory;
  private final List<Process> workers = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    workers.forEach(Process::destroyForcibly);
    for (Process worker : workers) {
      assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theAnswerIsWhatAnOperatorExpects() throws Exception {
    Path tallies = Files.createDirectory(directory.resolve("tallies"));
    workers.add(start(tallies, GaugeWorker.HOLDS_THE_CAMERA));
    while (workers.size() < WORKERS) {
      workers.add(start(tallies, "none"));
    }
    try (Aggregator aggregator = Aggregator.start(config(tallies))) {
      Map<String, Double> page = page(aggregator.port());

      assertThat(page.get("system_memory_percent")).isBetween(0.1, 100.0);
      assertThat(page.get("system_disk_percent")).isBetween(0.01, 100.0);
      assertThat(page.get("processing_jobs_pending")).isEqualTo(GaugeWorker.SHARED_QUEUE);
      assertThat(page.get("celery_queue_length{queue=\"default\"}"))
          .isEqualTo(WORKERS * GaugeWorker.OWN_QUEUE);
      assertThat(page.get("http_requests_in_progress")).isEqualTo(WORKERS);
      assertThat(page.get("process_threads")).isGreaterThan(WORKERS * 5);
      assertThat(page.get("camera_enabled")).isEqualTo(1);
      assertThat(page.get("camera_fps")).isEqualTo(GaugeWorker.FPS);

      kill(workers.get(0));
      page = page(aggregator.port());

      assertThat(page.get("processing_jobs_pending")).isEqualTo(GaugeWorker.SHARED_QUEUE);
      assertThat(page.get("celery_queue_length{queue=\"default\"}"))
          .isEqualTo((WORKERS - 1) * GaugeWorker.OWN_QUEUE);
      assertThat(page.get("http_requests_in_progress")).isEqualTo(WORKERS - 1);
      assertThat(page.get("camera_enabled")).isZero();
      assertThat(page.get("camera_fps")).isZero();
    }
  }

  private static AggregatorConfig config(Path tallies) {
    return new AggregatorConfig(
        tallies,
        AggregatorConfig.archiveBeside(tallies),
        ArchiveRules.DEFAULT,
        HistoryRules.OFF,
        "127.0.0.1",
        0,
        null);
  }

  private static Process start(Path tallies, String role) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                GaugeWorker.class.getName(),
                role)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(Map.of(MetricsConfig.ENABLED, "true", MetricsConfig.DIRECTORY, tallies.toString()));
    Process worker = builder.start();
    BufferedReader said = worker.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo(GaugeWorker.READY);
    return worker;
  }

  private static void kill(Process worker) throws InterruptedException {
    assertThat(worker.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  /** The samples without time stamps: what each is called, and its value. */
  private static Map<String, Double> page(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(20))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("tallyman_"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
  }
}
