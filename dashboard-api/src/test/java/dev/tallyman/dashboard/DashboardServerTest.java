package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One worker in this JVM, asked over real sockets. */
class DashboardServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Held strongly, or their levels would be lost with them. */
  private final List<Logger> loggers =
      List.of(
          Logger.getLogger("org.eclipse.jetty"),
          Logger.getLogger(DashboardServer.class.getPackageName()));

  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final CannedAggregator aggregator = new CannedAggregator();
  private final HttpClient client = HttpClient.newHttpClient();
  private final DashboardServer server =
      new DashboardServer(
          config(0, aggregator.uri()).withWorkerName("the \"first\""),
          registry,
          List.of(
              new Route("/fails", request -> failing()),
              new Route(
                  "/throws",
                  request -> {
                    throw new IllegalStateException("a secret");
                  })));

  @BeforeEach
  void start() throws IOException {
    loggers.forEach(logger -> logger.setLevel(Level.OFF));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    aggregator.close();
    loggers.forEach(logger -> logger.setLevel(null));
  }

  @Test
  void healthTellsWhichWorkerAnswers() throws Exception {
    HttpResponse<String> answer = get("/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode health = JSON.readTree(answer.body());
    assertThat(health.get("status").asText()).isEqualTo("ok");
    assertThat(health.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(health.get("worker").asText()).isEqualTo("the \"first\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/nowhere", "/fails"})
  void headIsAnsweredAsGetButWithoutBody(String path) throws Exception {
    HttpResponse<String> head = send("HEAD", path);
    HttpResponse<String> get = get(path);

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .hasValue(Integer.toString(get.body().getBytes(StandardCharsets.UTF_8).length));
  }

  @Test
  void aPathThatLeadsNowhereIsAProblem() throws Exception {
    JsonNode problem = problem(get("/no/where"), 404);

    assertThat(problem.get("title").asText()).isEqualTo("Not Found");
    assertThat(problem.get("detail").asText()).contains("/no/where");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "OPTIONS", "BREW"})
  void aMethodThatARouteDoesNotTakeIsAProblem(String method) throws Exception {
    HttpResponse<String> answer = send(method, "/health");

    problem(answer, 405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fails", "/throws"})
  void aFailureInsideIsAProblemThatTellsNothingOfTheInside(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    problem(answer, 500);
    assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE",
        "GET /a%2fb HTTP/1.1\r\nHost: x",
        "GET /%00 HTTP/1.1\r\nHost: x",
        "GET / HTTP/1.1",
        "GET /api/v1/endpoints?limit=%ff HTTP/1.1\r\nHost: x"
      })
  void whatJettyItselfRefusesIsAProblemToo(String request) throws Exception {
    String answer = raw(request);

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({"?limit=0, limit", "?limit=x, limit", "?limit=, limit", "?limit=1&limit=2, limit"})
  void aBadParameterIsNamed(String query, String parameter) throws Exception {
    JsonNode problem = problem(get("/api/v1/endpoints" + query), 400);

    assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
  }

  @Test
  void anUnknownParameterIsNamed() throws Exception {
    JsonNode problem = problem(get("/api/v1/endpoints?limits=1"), 400);

    assertThat(problem.get("parameter").asText()).isEqualTo("limits");
  }

  @Test
  void aQueryThatIsNoneIsAProblem() throws Exception {
    assertThat(raw("GET /metrics?name[]=%zz HTTP/1.1\r\nHost: x"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"parameter\":\"query\"");
  }

  @Test
  void pathsWithoutNumberMakeNoMoreSeries() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      get("/" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36).repeat(i % 5));
      get("/health/" + i);
      get("/metrics/" + i);
      send("M" + i, "/api/" + i);
    }

    assertThat(endpointsRecorded()).isSubsetOf("(unknown)", "/", "/metrics");
    assertThat(registry.read()).allSatisfy(f -> assertThat(f.series()).hasSizeLessThan(6));
  }

  @Test
  void everyRouteIsRecordedByItsName() throws Exception {
    for (String path : List.of("/", "/health?x=1", "/metrics", "/metrics/", "/api/v1/endpoints")) {
      get(path);
    }

    assertThat(endpointsRecorded())
        .containsExactlyInAnyOrder("/", "/health", "/metrics", "/api/v1/endpoints");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DashboardConfig shared = config(other.getLocalPort(), aggregator.uri());
      for (DashboardConfig config : List.of(shared, shared.withPortOfItsOwn())) {
        try (DashboardServer second = new DashboardServer(config, registry)) {
          assertThatThrownBy(second::start)
              .isInstanceOf(IOException.class)
              .hasMessageContaining("127.0.0.1")
              .hasMessageContaining("port=" + other.getLocalPort())
              .hasMessageContaining("in use");
        }
      }
    }
  }

  @Test
  void aPortIsSharedOnlyIfBothWant() throws Exception {
    DashboardConfig taken = config(server.port(), aggregator.uri());

    try (DashboardServer second = new DashboardServer(taken, registry)) {
      second.start();

      assertThat(second.port()).isEqualTo(server.port());
    }
    try (DashboardServer third = new DashboardServer(taken.withPortOfItsOwn(), registry)) {
      assertThatThrownBy(third::start).hasMessageContaining("in use");
    }
  }

  @Test
  void anAddressThatIsNotOfThisHostIsNamed() {
    DashboardConfig config = DashboardConfig.of("192.0.2.1", 0, aggregator.uri());

    try (DashboardServer elsewhere = new DashboardServer(config, registry)) {
      assertThatThrownBy(elsewhere::start)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen: host=192.0.2.1, port=0: ");
    }
  }

  private static DashboardConfig config(int port, URI aggregator) {
    return DashboardConfig.of("127.0.0.1", port, aggregator);
  }

  private static CompletableFuture<Reply> failing() {
    return CompletableFuture.failedFuture(new IllegalStateException("a secret"));
  }

  private List<String> endpointsRecorded() {
    return registry.read().get(0).series().stream()
        .map(series -> series.labels().values().get(1))
        .distinct()
        .toList();
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    return problem;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      String whole = request + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
