package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The aggregator's own history, and a Prometheus that scrapes the same aggregator, are asked the
 * same. Both take a sample each second, at moments of their own: a value may be that of a second
 * earlier or later.
 */
@Tag("slow")
@Timeout(180)
class HistoryAgreesIT {
  private static final int ROUNDS_A_SECOND = 4;
  private static final int SECONDS = 20;

  /** What both do not see in the same moment: a sample of each, and the time to take it. */
  private static final int ROUNDS_APART = 3 * ROUNDS_A_SECOND;

  /** No route has more calls in a round, and none takes more seconds. */
  private static final double MOST_A_ROUND = 6;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void bothGiveTheSameAnswersToTheSameQuestions() throws Exception {
    try (WorkerFleet fleet = WorkerFleet.start();
        PrometheusServer prometheus =
            PrometheusServer.start(PrometheusServer.scraping(fleet.hostAndPort(), "/metrics/"))) {
      prometheus.awaitFirstScrape();
      Instant start = Instant.now().plusSeconds(2);
      for (int round = 0; round < SECONDS * ROUNDS_A_SECOND; round++) {
        fleet.serveRound();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / ROUNDS_A_SECOND);
      }
      Instant end = Instant.now().minusSeconds(2);

      for (String selector :
          new String[] {
            "http_requests_total",
            "http_requests_total{method=\"GET\",status!=\"500\"}",
            "{__name__=~\"http_request_duration_seconds_(sum|count)\",endpoint=~\".*id.*\"}",
            "http_request_duration_seconds_bucket{le=\"+Inf\"}",
            "http_request_duration_seconds_bucket{le=~\"1.0|0.5\",method!~\"POST|PUT\"}",
            "tallyman_workers",
          }) {
        JsonNode theirs = prometheus.queryRange(selector, start, end, Duration.ofSeconds(1));
        assertAgree(selector, ours(fleet, selector, start, end), theirs);
      }
    }
  }

  private static void assertAgree(String selector, JsonNode ours, JsonNode theirs) {
    Map<String, JsonNode> oursByLabels = byLabels(ours);
    Map<String, JsonNode> theirsByLabels = byLabels(theirs);
    assertThat(oursByLabels.keySet()).as(selector).isEqualTo(theirsByLabels.keySet()).isNotEmpty();
    theirsByLabels.forEach(
        (labels, points) -> {
          JsonNode own = oursByLabels.getOrDefault(labels, MissingNode.getInstance());
          assertThat(own).as(labels).hasSameSizeAs(points);
          for (int i = 0; i < points.size(); i++) {
            assertThat(own.path(i).path(0)).as(labels).isEqualTo(points.path(i).path(0));
            assertThat(PrometheusServer.number(own.path(i).path(1)))
                .as("%s at step %d", labels, i)
                .isCloseTo(
                    PrometheusServer.number(points.path(i).path(1)),
                    within(ROUNDS_APART * MOST_A_ROUND));
          }
        });
  }

  /** Without the labels that Prometheus gives to all that it scrapes. */
  private static Map<String, JsonNode> byLabels(JsonNode result) {
    Map<String, JsonNode> byLabels = new TreeMap<>();
    for (JsonNode series : result) {
      ObjectNode metric = series.path("metric").deepCopy();
      metric.remove("instance");
      metric.remove("job");
      Map<String, String> labels = new TreeMap<>();
      for (Iterator<String> names = metric.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        labels.put(name, metric.path(name).asText());
      }
      byLabels.put(labels.toString(), series.path("values"));
    }
    return byLabels;
  }

  private JsonNode ours(WorkerFleet fleet, String selector, Instant start, Instant end)
      throws IOException, InterruptedException {
    String address =
        "http://%s/api/v1/query_range?start=%s&end=%s&step=1s&query=%s"
            .formatted(
                fleet.hostAndPort(),
                start,
                end,
                URLEncoder.encode(selector, StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Repository.parsedJson(answer.body()).path("data").path("result");
  }
}
