package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.Labels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Prometheus keeps of the exemplars of a worker that has died. */
@Tag("slow")
class ExemplarsInPrometheusIT {
  @TempDir Path directory;
  @TempDir Path archive;

  /** With native histograms it asks for protobuf, otherwise for OpenMetrics. */
  @ParameterizedTest
  @ValueSource(strings = {"exemplar-storage", "exemplar-storage,native-histograms"})
  void theyLeadToTheTrace(String features) throws Exception {
    MetricRegistry worker = MetricRegistry.inDirectory(directory);
    Histogram latency = Histogram.builder().name("latency_seconds").register(worker);
    latency.observeWithExemplar(0.3, Labels.of("trace_id", "0af7651916cd43dd"));
    worker.close();

    try (Aggregator aggregator =
            Aggregator.start(
                new AggregatorConfig(
                    directory,
                    archive,
                    ArchiveRules.DEFAULT,
                    HistoryRules.OFF,
                    "127.0.0.1",
                    0,
                    null));
        PrometheusServer prometheus =
            PrometheusServer.start(
                PrometheusServer.scraping("127.0.0.1:" + aggregator.port(), "/metrics/"),
                features)) {
      prometheus.awaitFirstScrape();
      prometheus.awaitValue("latency_seconds_count", 1);

      JsonNode found = exemplars(prometheus.address()).get("data");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("seriesLabels").get("le").asText()).isEqualTo("0.5");
      JsonNode exemplar = found.get(0).get("exemplars").get(0);
      assertThat(exemplar.get("labels").get("trace_id").asText()).isEqualTo("0af7651916cd43dd");
      assertThat(exemplar.get("value").asText()).isEqualTo("0.3");
    }
  }

  private static JsonNode exemplars(URI prometheus) throws IOException, InterruptedException {
    Instant now = Instant.now();
    URI query =
        prometheus.resolve(
            "/api/v1/query_exemplars?query=latency_seconds_bucket&start="
                + now.minusSeconds(600).getEpochSecond()
                + "&end="
                + now.plusSeconds(60).getEpochSecond());
    HttpRequest request = HttpRequest.newBuilder(query).timeout(Duration.ofSeconds(30)).build();
    return new JsonMapper()
        .readTree(
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
