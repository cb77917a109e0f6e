package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallyman.monitoring.PeerProgram.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What collects for Grafana Cloud. Neither Alloy nor the Agent is to be had for a test: of the one
 * we check that nothing it names is missing, of the other what it has in common with Prometheus.
 */
final class CollectorConfigurationIT {
  private static final String ALLOY = Repository.text("monitoring/config.alloy");

  @Test
  void alloyScrapesWhatTheDocumentSays() {
    assertThat(ALLOY.replaceAll(" +", " "))
        .contains("prometheus.scrape \"cheddar_backend\" {")
        .contains("__address__ = \"localhost:8000\"", "job = \"cheddar-backend\"")
        .contains("metrics_path = \"/metrics\"", "scrape_interval = \"15s\"")
        .contains("forward_to = [prometheus.relabel.cheddar_backend.receiver]");
  }

  @Test
  void everyComponentThatAlloyForwardsToIsThere() {
    List<String> components =
        Pattern.compile("(?m)^([\\w.]+) \"(\\w+)\" \\{$")
            .matcher(ALLOY)
            .results()
            .map(match -> match.group(1) + "." + match.group(2))
            .toList();
    List<String> receivers =
        Pattern.compile("\\[([\\w.]+)\\.receiver]")
            .matcher(ALLOY)
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(receivers).hasSize(2).isSubsetOf(components);
    assertThat(components).hasSize(3);
  }

  @Test
  void everyBlockOfAlloyIsClosed() {
    assertThat(ALLOY.chars().filter(c -> c == '{').count())
        .isEqualTo(ALLOY.chars().filter(c -> c == '}').count());
  }

  @Test
  void prometheusAcceptsWhatTheAgentScrapesAndWrites(@TempDir Path directory) throws IOException {
    JsonNode metrics = Repository.yaml("monitoring/agent.yaml").path("metrics");
    JsonNode instance = metrics.path("configs").path(0);
    ObjectNode prometheus = Repository.JSON.createObjectNode();
    prometheus.set("global", metrics.path("global"));
    prometheus.set("scrape_configs", instance.path("scrape_configs"));
    prometheus.set("remote_write", instance.path("remote_write"));
    Path file = Files.writeString(directory.resolve("prometheus.yml"), prometheus.toString());

    Outcome outcome =
        PeerProgram.named("promtool", "prometheus")
            .run(directory, List.of("check", "config", file.toString()));

    assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    JsonNode job = instance.path("scrape_configs").path(0);
    assertThat(job.path("job_name").asText()).isEqualTo("data20_backend");
    assertThat(job.findValuesAsText("targets")).hasSize(1);
    assertThat(instance.path("remote_write").path(0).path("url").asText())
        .isEqualTo("https://prometheus-prod-us-central-0.grafana.net/api/prom/push");
  }
}
