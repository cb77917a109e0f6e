package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void itScrapesTheAggregatorOfTheHostAtTheDocumentedPathEveryFifteenSeconds() {
    assertThat(CONFIGURATION.path("global").path("scrape_interval").asText()).isEqualTo("15s");
    assertThat(CONFIGURATION.path("scrape_configs")).hasSize(1);
    JsonNode job = CONFIGURATION.path("scrape_configs").path(0);
    assertThat(job.path("metrics_path").asText()).isEqualTo("/metrics/");
    assertThat(job.path("static_configs").path(0).path("targets").path(0).asText())
        .isEqualTo("host.docker.internal:8001");
    assertThat(job.has("scrape_interval")).isFalse();
  }

  @Test
  void theDataSourceIsPinnedAndKnowsTheScrapeInterval() {
    assertThat(DATA_SOURCE.path("uid").asText()).isEqualTo("prometheus");
    assertThat(DATA_SOURCE.path("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(DATA_SOURCE.path("jsonData").path("timeInterval"))
        .isEqualTo(CONFIGURATION.path("global").path("scrape_interval"));
  }

  private static Outcome checked(Path file) {
    return PeerProgram.named("promtool", "prometheus")
        .run(Repository.file(""), List.of("check", "config", file.toString()));
  }
}
