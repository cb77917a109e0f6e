package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.dashboard.DashboardServer;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the dashboard API calculates from a real Prometheus' plain values, beside what that
 * Prometheus calculates itself: the same, but for what one scrape more or less at the ends of a
 * range makes.
 */
@Tag("slow")
final class HistoryAnswersIT {
  private static final Duration SERVED = Duration.ofSeconds(16);
  private static final int STEP = 5;

  private static WorkerFleet fleet;
  private static PrometheusServer prometheus;
  private static DashboardServer dashboard;
  private static long from;
  private static long to;

  @BeforeAll
  static void serve() throws IOException {
    fleet = WorkerFleet.start();
    prometheus =
        PrometheusServer.start(PrometheusServer.scraping(fleet.hostAndPort(), "/metrics/"));
    DashboardConfig config =
        DashboardConfig.of("127.0.0.1", 0, URI.create("http://" + fleet.hostAndPort()))
            .withPrometheus(prometheus.address());
    dashboard = new DashboardServer(config, MetricRegistry.inHeap());
    dashboard.start();
    fleet.serveRound();
    prometheus.awaitFirstScrape();
    from = System.currentTimeMillis() / 1_000 + 2;
    long end = System.nanoTime() + SERVED.toNanos();
    while (System.nanoTime() < end) {
      fleet.serveRound();
      Pause.briefly();
      Pause.briefly();
    }
    to = System.currentTimeMillis() / 1_000;
    Map<String, Double> served = new HashMap<>();
    fleet.totals().forEach((route, totals) -> served.merge("all", totals.calls(), Double::sum));
    prometheus.awaitValue("sum(http_requests_total)", served.getOrDefault("all", 0.0));
  }

  @AfterAll
  static void stop() {
    dashboard.close();
    prometheus.close();
    fleet.close();
  }

  @Test
  void ratesAreThoseOfPrometheus() throws Exception {
    assertAgreed(
        "metric=http_requests_total&fn=rate&by=endpoint,method",
        "sum by (endpoint, method) (rate(http_requests_total[5s]))",
        0.35);
  }

  @Test
  void increasesAreThoseOfPrometheus() throws Exception {
    assertAgreed(
        "metric=http_requests_total&fn=increase&by=status&match=method=GET",
        "sum by (status) (increase(http_requests_total{method=\"GET\"}[5s]))",
        0.35);
  }

  /** Every call of a route takes the same time, so that no scrape more or less matters. */
  @Test
  void averagesAreThoseOfPrometheus() throws Exception {
    assertAgreed(
        "metric=http_request_duration_seconds&fn=avg&by=endpoint,method",
        "sum by (endpoint, method) (rate(http_request_duration_seconds_sum[5s]))"
            + " / sum by (endpoint, method) (rate(http_request_duration_seconds_count[5s]))",
        1e-9);
  }

  @Test
  void quantilesAreThoseOfPrometheus() throws Exception {
    assertAgreed(
        "metric=http_request_duration_seconds&fn=quantile&q=0.9&by=endpoint,method",
        "histogram_quantile(0.9,"
            + " sum by (endpoint, method, le) (rate(http_request_duration_seconds_bucket[5s])))",
        1e-9);
  }

  @Test
  void valuesAreThoseOfPrometheusToTheLastBit() throws Exception {
    assertAgreed(
        "metric=http_requests_total&fn=value&by=endpoint,method",
        "sum by (endpoint, method) (http_requests_total)",
        0);
  }

  /** Whatever is in a range is what was served between the values at its ends. */
  @Test
  void theSummaryOfARangeIsExact() throws Exception {
    JsonNode summary = api("summary?from=" + from + "&to=" + to);
    String wanted = "sum by (endpoint, method) (http_requests_total @ %d)";
    JsonNode grown =
        prometheus.query(
            wanted.formatted(to) + " - " + wanted.formatted(from), Instant.ofEpochSecond(to));

    assertThat(grown).hasSameSizeAs(summary.get("endpoints")).isNotEmpty();
    for (JsonNode row : summary.get("endpoints")) {
      ScrapeTarget.Route route =
          new ScrapeTarget.Route(row.get("method").asText(), row.get("endpoint").asText());
      double average = plan(route).secondsPerCall();
      assertThat(row.get("calls").asDouble()).isEqualTo(growth(grown, route)).isPositive();
      assertThat(row.get("average_seconds").asDouble()).isCloseTo(average, within(1e-9));
      assertThat(row.get("total_seconds").asDouble())
          .isCloseTo(average * row.get("calls").asDouble(), within(1e-6));
      assertThat(row.get("errors").asDouble())
          .isCloseTo(
              row.get("calls").asDouble() * plan(route).failing() / plan(route).calls(),
              within(1e-9));
    }
  }

  /** A range that begins long before there was anything: the young history is looked at closely. */
  @Test
  void aLongRangeFindsAYoungHistory() throws Exception {
    JsonNode rows = api("summary?from=-7d").get("endpoints");

    assertThat(rows).isNotEmpty();
    assertThat(rows).allSatisfy(row -> assertThat(row.get("calls").asDouble()).isPositive());
  }

  @Test
  void aRegularExpressionThatIsNoneIsRefusedInPrometheusWords() throws Exception {
    HttpResponse<String> answer = get("series?metric=up&match=job=~(");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("match", "missing closing");
  }

  private static ServingWorker.Plan plan(ScrapeTarget.Route route) {
    return Objects.requireNonNull(ServingWorker.ROUND.get(route), route.toString());
  }

  private static double growth(JsonNode grown, ScrapeTarget.Route route) {
    for (JsonNode series : grown) {
      if (series.at("/metric/endpoint").asText().equals(route.endpoint())
          && series.at("/metric/method").asText().equals(route.method())) {
        return PrometheusServer.number(series.path("value").path(1));
      }
    }
    throw new AssertionError("not grown: " + route);
  }

  /** All that Prometheus knows the API knows too, as near as the error allows. */
  private static void assertAgreed(String asked, String promql, double error) throws Exception {
    // The first step's growth is known once there is a value at its beginning.
    JsonNode ours =
        api("series?" + asked + "&from=" + (from + STEP) + "&to=" + to + "&step=" + STEP);
    JsonNode times = ours.get("times");
    JsonNode theirs =
        prometheus.queryRange(
            promql,
            Instant.ofEpochSecond(times.get(0).asLong()),
            Instant.ofEpochSecond(times.get(times.size() - 1).asLong()),
            Duration.ofSeconds(STEP));
    assertThat(theirs).isNotEmpty().hasSameSizeAs(ours.get("series"));
    int compared = 0;
    for (JsonNode series : theirs) {
      JsonNode values = valuesOf(ours, series.get("metric"));
      for (JsonNode point : series.get("values")) {
        int index = (int) ((point.get(0).asLong() - times.get(0).asLong()) / STEP);
        double expected = PrometheusServer.number(point.get(1));
        if (!Double.isNaN(expected)) {
          assertThat(values.get(index).isNumber()).as(series + " at " + point).isTrue();
          assertThat(values.get(index).asDouble())
              .as(series.get("metric") + " at " + point)
              .isCloseTo(expected, within(Math.abs(expected) * error));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(theirs.size());
  }

  private static JsonNode valuesOf(JsonNode ours, JsonNode labels) {
    for (JsonNode series : ours.get("series")) {
      if (series.get("labels").equals(labels)) {
        return series.get("values");
      }
    }
    throw new AssertionError("the API does not know of " + labels + ": " + ours);
  }

  private static JsonNode api(String asked) throws Exception {
    HttpResponse<String> answer = get(asked);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Repository.parsedJson(answer.body());
  }

  private static HttpResponse<String> get(String asked) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + dashboard.port() + "/api/v1/" + asked);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
