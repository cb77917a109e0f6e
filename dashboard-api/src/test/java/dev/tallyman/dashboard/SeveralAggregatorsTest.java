package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several aggregators as one fleet, whether all of them are there or not. */
class SeveralAggregatorsTest {
  private static final String OTHER_ID = "00000000-0000-0000-0000-000000000001";

  private final CannedAggregator first = aggregator(ServedApi.WORKER_ID, "live", 5);
  private final CannedAggregator second = aggregator(OTHER_ID, "folded", 7);
  private final DashboardServer server =
      new DashboardServer(
          DashboardConfig.of("127.0.0.1", 0, first.uri())
              .withAggregators(List.of(first.uri(), second.uri())),
          MetricRegistry.inHeap());
  private final HttpClient client = HttpClient.newHttpClient();

  private static CannedAggregator aggregator(String worker, String state, int grown) {
    String told =
        ServedApi.WORKER
            .replace(ServedApi.WORKER_ID, worker)
            .replace("\"live\"", "\"" + state + "\"");
    String series =
        "{\"metric\":{\"method\":\"GET\",\"endpoint\":\"/a\"},\"values\":["
            + point(-90, 1)
            + ","
            + point(-40, 1 + grown)
            + "]}";
    return new CannedAggregator()
        .answers(200, CannedAggregator.TEXT, ServedApi.PAGE)
        .tells("/api/v1/workers", "{\"workers\":[" + told + "],\"truncated\":false}")
        .tells(
            "/api/v1/workers/" + worker,
            "{\"worker\":" + told + ",\"families\":[],\"truncated\":false}")
        .tells("/api/v1/query_range", ServedApi.matrix(series));
  }

  private static String point(long secondsFromNow, double value) {
    return "[" + (System.currentTimeMillis() / 1_000 + secondsFromNow) + ",\"" + value + "\"]";
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    first.close();
    second.close();
  }

  @Test
  void countsOfAllAreAddedUp() throws Exception {
    JsonNode endpoint = json("/api/v1/endpoints").at("/endpoints/0");
    assertThat(endpoint.get("endpoint").asText()).isEqualTo("/a");
    assertThat(endpoint.get("total_calls").asInt()).isEqualTo(200);
    assertThat(endpoint.get("average_response_time_seconds").asDouble()).isEqualTo(1.25);

    JsonNode summary = json("/api/v1/summary?mode=all");
    assertThat(summary.at("/endpoints/0/calls").asInt()).isEqualTo(200);
    assertThat(summary.at("/endpoints/0/p50_seconds").asDouble()).isEqualTo(1);
    assertThat(summary.get("missing")).isEmpty();

    assertThat(json("/api/v1/metrics").at("/metrics/0/series").asInt()).isEqualTo(6);
  }

  @Test
  void soIsGrowthOverTime() throws Exception {
    JsonNode answer =
        json("/api/v1/series?metric=http_requests_total&fn=increase&by=&from=-3m&step=15s");
    double grown = 0;
    for (JsonNode value : answer.at("/series/0/values")) {
      grown += value.asDouble();
    }

    assertThat(answer.get("series")).hasSize(1);
    assertThat(grown).isEqualTo(12);
    assertThat(answer.get("missing")).isEmpty();
  }

  @Test
  void everyWorkerSaysWhoseItIs() throws Exception {
    JsonNode workers = json("/api/v1/workers").get("workers");

    assertThat(workers).hasSize(2);
    assertThat(workers.at("/0/state").asText()).isEqualTo("live");
    assertThat(workers.at("/0/aggregator").asText()).isEqualTo(first.uri().toString());
    assertThat(workers.at("/1/aggregator").asText()).isEqualTo(second.uri().toString());
    assertThat(json("/api/v1/workers/" + OTHER_ID).at("/worker/aggregator").asText())
        .isEqualTo(second.uri().toString());
    assertThat(get("/api/v1/workers/" + OTHER_ID.replace('1', '2')).statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/workers/x").statusCode()).isEqualTo(404);
  }

  @Test
  void theFleetListsAllOfThem() throws Exception {
    JsonNode fleet = json("/api/v1/fleet");

    assertThat(fleet.get("aggregators")).hasSize(2);
    assertThat(fleet.at("/aggregators/1/workers").asInt()).isEqualTo(3);
    assertThat(fleet.at("/history/kept").asBoolean()).isFalse();
    assertThat(fleet.at("/history/from").isNull()).isTrue();
  }

  @Test
  void theHistoryBeginsWhereTheLongestDoes() throws Exception {
    String oldest = "tallyman_history_oldest_timestamp_seconds ";
    first.answers(200, CannedAggregator.TEXT, oldest + "1795278652.5\n");
    second.answers(200, CannedAggregator.TEXT, oldest + "1795278600\n");

    JsonNode history = json("/api/v1/fleet").get("history");

    assertThat(history.get("kept").asBoolean()).isTrue();
    assertThat(history.get("from").asDouble()).isEqualTo(1_795_278_600);
    assertThat(history.get("url").asText()).isEqualTo(first.uri() + "/api/v1/query_range");
  }

  @Test
  void oneThatIsAwayIsNamedAndTheRestAnswers() throws Exception {
    second.close();
    String away = second.uri().toString();

    assertMissing("/api/v1/summary?mode=all", away);
    assertMissing("/api/v1/summary", away);
    assertMissing("/api/v1/series?metric=http_requests_total", away);
    assertMissing("/api/v1/metrics", away);
    assertThat(assertMissing("/api/v1/workers", away).get("workers")).hasSize(1);
    assertThat(json("/api/v1/fleet").at("/aggregators/1/up").asBoolean()).isFalse();
    assertThat(json("/api/v1/endpoints").at("/endpoints/0/total_calls").asInt()).isEqualTo(100);
  }

  @Test
  void ifAllAreAwayThatIsAProblem() throws Exception {
    first.close();
    second.close();

    assertThat(get("/api/v1/summary?mode=all").statusCode()).isEqualTo(502);
    assertThat(get("/api/v1/workers").statusCode()).isEqualTo(502);
    assertThat(json("/api/v1/fleet").at("/aggregators/0/up").asBoolean()).isFalse();
  }

  @Test
  void aScraperIsSentToTheAggregatorsThemselves() throws Exception {
    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body()).contains(first.uri().toString(), second.uri().toString());
  }

  private JsonNode assertMissing(String path, String url) throws Exception {
    JsonNode answer = json(path);
    assertThat(answer.get("missing")).as(path).hasSize(1);
    assertThat(answer.at("/missing/0").asText()).as(path).isEqualTo(url);
    return answer;
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return ServedApi.JSON.readTree(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
