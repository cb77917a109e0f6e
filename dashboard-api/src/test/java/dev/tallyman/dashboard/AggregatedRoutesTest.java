package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes that ask the aggregator, which here always answers the same. */
class AggregatedRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "the-dashboards-own";
  private static final String PAGE =
      """
      # HELP http_requests_total Requests answered, by method, route and status.
      # TYPE http_requests_total counter
      http_requests_total{method="GET",endpoint="/health",status="200"} 40
      http_requests_total{status="200",endpoint="/users/{id}",method="GET"} 7
      http_requests_total{method="GET",endpoint="/users/{id}",status="404"} 3
      http_requests_total{method="POST",endpoint="/users/{id}",status="201"} 1
      # TYPE http_request_duration_seconds histogram
      http_request_duration_seconds_bucket{method="GET",endpoint="/users/{id}",le="+Inf"} 10
      http_request_duration_seconds_sum{method="GET",endpoint="/users/{id}"} 2.5
      http_request_duration_seconds_count{method="GET",endpoint="/users/{id}"} 10
      http_request_duration_seconds_sum{method="GET",endpoint="/health"} 0.02
      http_request_duration_seconds_count{method="GET",endpoint="/health"} 40
      """;

  private final CannedAggregator aggregator = new CannedAggregator();
  private final HttpClient client = HttpClient.newHttpClient();
  private final DashboardServer server =
      new DashboardServer(
          DashboardConfig.of("127.0.0.1", 0, aggregator.uri()).withToken(TOKEN),
          MetricRegistry.inHeap());

  @BeforeEach
  void start() throws IOException {
    server.start();
    aggregator.answers(200, CannedAggregator.TEXT, PAGE);
  }

  @AfterEach
  void stop() {
    server.close();
    aggregator.close();
  }

  @Test
  void endpointsAreSummedUpOverStatusAndTheSlowestComeFirst() throws Exception {
    HttpResponse<String> answer = get("/api/v1/endpoints");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(JSON.readTree(answer.body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"endpoints": [
                  {"method": "GET", "endpoint": "/users/{id}", "total_calls": 10,
                   "average_response_time_seconds": 0.25, "total_time_seconds": 2.5},
                  {"method": "GET", "endpoint": "/health", "total_calls": 40,
                   "average_response_time_seconds": 5.0E-4, "total_time_seconds": 0.02},
                  {"method": "POST", "endpoint": "/users/{id}", "total_calls": 1,
                   "average_response_time_seconds": null, "total_time_seconds": null}]}
                """));
  }

  @Test
  void aLimitCutsTheEndpointsThatTookTheLeastTime() throws Exception {
    JsonNode endpoints = JSON.readTree(get("/api/v1/endpoints?limit=1").body()).get("endpoints");

    assertThat(endpoints).hasSize(1);
    assertThat(endpoints.get(0).get("endpoint").asText()).isEqualTo("/users/{id}");
  }

  @Test
  void anEmptyPageHasNoEndpoints() throws Exception {
    aggregator.answers(200, CannedAggregator.TEXT, "");

    assertThat(get("/api/v1/endpoints").body()).isEqualTo("{\"endpoints\":[]}");
  }

  @Test
  void theDashboardAsksForWhatItNeedsWithItsOwnToken() throws Exception {
    get("/api/v1/endpoints", "Authorization", "Bearer somebody-elses");

    assertThat(aggregator.lastAsked().uri().getPath()).isEqualTo("/metrics");
    assertThat(aggregator.lastAsked().uri().getQuery())
        .contains("name[]=http_requests_total", "name[]=http_request_duration_seconds");
    assertThat(aggregator.lastAsked().headers().getFirst("Accept"))
        .isEqualTo(
            "text/plain; version=1.0.0; escaping=allow-utf-8, text/plain; version=0.0.4; q=0.5");
    assertThat(aggregator.lastAsked().headers().get("Authorization"))
        .containsExactly("Bearer " + TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>\n",
        "http_requests_total 1",
        "http_requests_total{method=GET} 1\n",
        "a b\n"
      })
  void aPageThatIsNoneIsABadGateway(String page) throws Exception {
    aggregator.answers(200, CannedAggregator.TEXT, page);

    assertBadGateway(get("/api/v1/endpoints"));
  }

  @Test
  void aPageThatIsNotTextIsABadGateway() throws Exception {
    aggregator.answers(200, "text/html", "");
    assertBadGateway(get("/api/v1/endpoints"));

    aggregator.answers(200, CannedAggregator.TEXT, new byte[] {'#', (byte) 0xff, '\n'});
    assertBadGateway(get("/api/v1/endpoints"));
  }

  @Test
  void aTokenThatIsNotTakenIsTheDashboardsFault() throws Exception {
    aggregator.answers(401, "text/plain", "no");

    assertThat(assertBadGateway(get("/api/v1/endpoints"))).contains("token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/metrics/"})
  void theMergedPageIsHandedOnAsItIs(String path) throws Exception {
    byte[] page = "any bytes \u00e9\n".getBytes(StandardCharsets.UTF_8);
    aggregator.answers(200, CannedAggregator.TEXT, page).with("Content-Encoding", "gzip");

    HttpResponse<byte[]> answer =
        client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(page);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(CannedAggregator.TEXT);
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
  }

  @Test
  void whatAScraperAsksForReachesTheAggregator() throws Exception {
    HttpRequest request =
        request("/metrics/?name%5B%5D=a_total&name%5B%5D=b%26c&other=x")
            .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5")
            .header("Accept", "text/plain;q=0.1")
            .header("Accept-Encoding", "gzip")
            .header("Authorization", "Bearer the-scrapers")
            .header("Cookie", "not=yours")
            .build();

    client.send(request, HttpResponse.BodyHandlers.ofString());

    CannedAggregator.Asked asked = aggregator.lastAsked();
    assertThat(asked.uri().getRawQuery()).isEqualTo("name%5B%5D=a_total&name%5B%5D=b%26c");
    assertThat(asked.headers().get("Accept"))
        .containsExactly("application/openmetrics-text;version=1.0.0;q=0.5, text/plain;q=0.1");
    assertThat(asked.headers().get("Accept-Encoding")).containsExactly("gzip");
    assertThat(asked.headers().get("Authorization")).containsExactly("Bearer the-scrapers");
    assertThat(asked.headers()).doesNotContainKey("Cookie");
  }

  @Test
  void theDashboardsTokenIsNotLentToScrapers() throws Exception {
    aggregator.answers(401, "text/plain", "no").with("WWW-Authenticate", "Bearer");

    HttpResponse<String> answer = get("/metrics");

    assertThat(aggregator.lastAsked().headers()).doesNotContainKey("Authorization");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 500, 503})
  void anAggregatorInTroubleIsABadGateway(int status) throws Exception {
    aggregator.answers(status, "text/plain", "trouble");

    assertThat(assertBadGateway(get("/metrics"))).contains(Integer.toString(status));
    assertThat(assertBadGateway(get("/api/v1/endpoints"))).contains(Integer.toString(status));
  }

  @Test
  void anAggregatorThatIsDownIsABadGatewayAndTheRestGoesOn() throws Exception {
    aggregator.close();

    assertBadGateway(get("/metrics"));
    assertBadGateway(get("/api/v1/endpoints"));
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerThatBreaksOffIsABadGatewayAndNothingOfItIsHandedOn() throws Exception {
    aggregator.breaksOff();

    HttpResponse<String> answer = get("/metrics");

    assertBadGateway(answer);
    assertThat(answer.body()).doesNotContain("http_requests_total");
  }

  @Test
  void anAggregatorThatIsSilentKeepsNobodyElseWaiting() throws Exception {
    aggregator.fallsSilent();
    for (int i = 0; i < 40; i++) {
      CompletableFuture<HttpResponse<String>> unused =
          client.sendAsync(request("/metrics").build(), HttpResponse.BodyHandlers.ofString());
    }
    awaitAsked();

    HttpRequest health = request("/health").timeout(Duration.ofSeconds(5)).build();

    assertThat(client.send(health, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anAggregatorThatIsSilentIsAGatewayTimeout() {
    aggregator.fallsSilent();
    Aggregator impatient =
        new Aggregator(aggregator.uri(), ForkJoinPool.commonPool(), Duration.ofMillis(100));

    assertThat(impatient.metrics(List.of(), Map.of()))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .withMessageContaining(aggregator.uri().toString())
        .isInstanceOfSatisfying(
            Problem.Found.class, found -> assertThat(found.problem().status()).isEqualTo(504));
  }

  private void awaitAsked() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (aggregator.askedTimes() == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private String assertBadGateway(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.get("aggregator").asText()).isEqualTo(aggregator.uri() + "/metrics");
    return problem.get("detail").asText();
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }
}
