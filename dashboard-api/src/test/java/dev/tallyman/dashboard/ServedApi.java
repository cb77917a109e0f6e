package dev.tallyman.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A dashboard worker between an aggregator and a history that always answer the same. */
final class ServedApi implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  static final String PAGE =
      """
      # HELP http_requests_total Requests answered.
      # TYPE http_requests_total counter
      http_requests_total{method="GET",endpoint="/a",status="200"} 90
      http_requests_total{method="GET",endpoint="/a",status="503"} 10
      http_requests_total{method="GET",endpoint="/b",status="200"} 1
      # HELP http_request_duration_seconds Time to\\nanswer.
      # TYPE http_request_duration_seconds histogram
      http_request_duration_seconds_bucket{method="GET",endpoint="/a",le="1"} 50
      http_request_duration_seconds_bucket{method="GET",endpoint="/a",le="2"} 100
      http_request_duration_seconds_bucket{method="GET",endpoint="/a",le="+Inf"} 100
      http_request_duration_seconds_sum{method="GET",endpoint="/a"} 125
      http_request_duration_seconds_count{method="GET",endpoint="/a"} 100
      # TYPE tallyman_workers gauge
      tallyman_workers 3
      # TYPE tallyman_conflicts gauge
      tallyman_conflicts{metric="m",kind="type"} 1
      tallyman_conflicts{metric="n",kind="type"} 1
      # TYPE tallyman_build_info gauge
      tallyman_build_info{version="1.2",java_version="17"} 1
      untold 5
      """;

  static final String WORKER_ID = "35d9b052-f5c8-4a91-8925-dcf01e663988";
  static final String WORKER =
      """
      {"id": "%s", "name": "w-1", "pid": 42, "state": "live", "file": "a.tally",
       "began": 1795278652.242, "age_seconds": 0.932, "last_write": 1795278652.288, "ended": null,
       "series": 3, "bytes": 10368, "cpu_seconds": 0.2, "cpu_ratio": null, "memory_bytes": 41897984,
       "dropped": 0, "over_limit": 0, "not_on_disk": 0}"""
          .formatted(WORKER_ID);
  static final String FAMILIES =
      """
      [{"name": "a", "type": "counter", "help": "", "unit": "",
        "series": [{"labels": {"x": "y"}, "value": 2}]},
       {"name": "b", "type": "histogram", "help": "", "unit": "",
        "series": [{"labels": {}, "count": 1, "sum": 0.5,
                    "buckets": [{"le": "1.0", "count": 1}, {"le": "+Inf", "count": 1}]}]},
       {"name": "c", "type": "state_set", "help": "", "unit": "",
        "series": [{"labels": {}, "states": {"on": true}}]}]""";

  final CannedAggregator aggregator =
      new CannedAggregator()
          .answers(200, CannedAggregator.TEXT, PAGE)
          .tells("/api/v1/workers", "{\"workers\": [" + WORKER + "], \"truncated\": false}")
          .tells(
              "/api/v1/workers/" + WORKER_ID,
              "{\"worker\": " + WORKER + ", \"families\": " + FAMILIES + ", \"truncated\": false}");
  final CannedAggregator history = new CannedAggregator().answers(200, Reply.JSON, matrix(""));
  private final HttpClient client = HttpClient.newHttpClient();
  private final DashboardServer server;

  ServedApi(String token) {
    server =
        new DashboardServer(
            DashboardConfig.of("127.0.0.1", 0, aggregator.uri())
                .withToken(token)
                .withPrometheus(history.uri()),
            MetricRegistry.inHeap());
    try {
      server.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The answer of a history with these series. */
  static String matrix(String series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        + series
        + "]}}";
  }

  DashboardServer server() {
    return server;
  }

  JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return get(path, HttpResponse.BodyHandlers.ofString(), headers);
  }

  <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), body);
  }

  @Override
  public void close() {
    server.close();
    aggregator.close();
    history.close();
  }
}
