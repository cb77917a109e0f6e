package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** monitoring/prometheus.yml and Grafana's data source: what the document fixes, and each other. */
final class PrometheusConfigurationIT {
  private static final JsonNode CONFIGURATION = Repository.yaml("monitoring/prometheus.yml");
  private static final JsonNode DATA_SOURCE =
      Repository.yaml("monitoring/grafana/provisioning/datasources/prometheus.yaml")
          .path("datasources")
          .path(0);

  @Test
  void promtoolAcceptsIt() {
    Outcome outcome = checked(Repository.file("monitoring/prometheus.yml"));

    assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isZero();
  }

  @Test
  void promtoolRejectsAFieldThatPrometheusDoesNotKnow(@TempDir Path directory) throws IOException {
    String misspelled =
        Repository.text("monitoring/prometheus.yml").replace("metrics_path", "metric_path");

    Outcome outcome = checked(Files.writeString(directory.resolve("prometheus.yml"), misspelled));

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.errors()).contains("field metric_path not found");
  }

  /** Digital Actors' document has it; docker-compose.monitoring.yml has it on the command line. */
  @Test
  void retentionAsADocumentHasItWouldBeRefused(@TempDir Path directory) throws IOException {
    String documented =
        Repository.text("monitoring/prometheus.yml")
            + "storage: {tsdb: {retention.time: 15d, retention.size: 10GB}}\n";

    Outcome outcome = checked(Files.writeString(directory.resolve("prometheus.yml"), documented));

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.errors()).contains("field retention.time not found");
  }

  @Test
  void itScrapesTheAggregatorOfTheHostAtTheDocumentedPathEveryFifteenSeconds() {
    assertThat(CONFIGURATION.path("global").path("scrape_interval").asText()).isEqualTo("15s");
    JsonNode job = job("tallyman");
    assertThat(job.path("metrics_path").asText()).isEqualTo("/metrics/");
    assertThat(job.path("static_configs").path(0).path("targets").path(0).asText())
        .isEqualTo("host.docker.internal:8001");
    assertThat(job.has("scrape_interval")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "cheddar-backend, 15s, host.docker.internal:8000",
    "bricklayers-web, 15s, host.docker.internal:8000",
    "data20_backend, 10s, host.docker.internal:8001",
    "digital-actors, 15s, host.docker.internal:8888"
  })
  void aSystemIsScrapedAsItsDocumentSaysOnceItsTargetsAreThere(
      String name, String interval, String address) {
    JsonNode job = job(name);
    assertThat(job.path("metrics_path").asText()).isEqualTo("/metrics");
    assertThat(job.path("scrape_interval").asText()).isEqualTo(interval);
    assertThat(job.path("file_sd_configs").findValuesAsText("files")).hasSize(1);
    JsonNode example = Repository.yaml("monitoring/targets/" + name + ".yml.example");
    assertThat(example.path(0).path("targets").path(0).asText()).isEqualTo(address);
  }

  @Test
  void everyTargetFileHasAnExampleThatPromtoolAccepts(@TempDir Path directory) throws IOException {
    for (String file : List.of("prometheus.yml", "alerts.yml")) {
      Files.copy(Repository.file("monitoring/" + file), directory.resolve(file));
    }
    Path targets = Files.createDirectory(directory.resolve("targets"));
    try (Stream<Path> examples = Files.list(Repository.file("monitoring/targets"))) {
      for (Path example : examples.filter(file -> file.toString().endsWith(".example")).toList()) {
        String name = example.getFileName().toString();
        Files.copy(example, targets.resolve(name.substring(0, name.lastIndexOf('.'))));
      }
    }

    Outcome outcome = checked(directory.resolve("prometheus.yml"));

    assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    assertThat(outcome.output() + outcome.errors()).doesNotContain("WARNING");
  }

  @Test
  void theDataSourceIsPinnedAndKnowsTheScrapeInterval() {
    assertThat(DATA_SOURCE.path("uid").asText()).isEqualTo("prometheus");
    assertThat(DATA_SOURCE.path("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(DATA_SOURCE.path("jsonData").path("timeInterval"))
        .isEqualTo(CONFIGURATION.path("global").path("scrape_interval"));
  }

  private static JsonNode job(String name) {
    return Dashboard.each(CONFIGURATION.path("scrape_configs"))
        .filter(job -> job.path("job_name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such job: name=" + name));
  }

  private static Outcome checked(Path file) {
    return PeerProgram.named("promtool", "prometheus")
        .run(Repository.file(""), List.of("check", "config", file.toString()));
  }
}
