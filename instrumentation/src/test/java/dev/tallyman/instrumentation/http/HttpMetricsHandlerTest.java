package dev.tallyman.instrumentation.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.SeriesView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real Jetty, asked over real sockets. */
@Tag("slow")
class HttpMetricsHandlerTest {
  private static final String ROUTE = "test.route";

  /** Held strongly, or their levels would be lost with them. */
  private final Logger jetty = Logger.getLogger("org.eclipse.jetty");

  private final Logger own = Logger.getLogger(HttpMetricsHandler.class.getPackageName());

  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void quiet() {
    jetty.setLevel(Level.OFF);
    own.setLevel(Level.OFF);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    jetty.setLevel(null);
    own.setLevel(null);
  }

  @Test
  void aRequestIsRecordedByMethodRouteAndStatus() throws Exception {
    serve((request, response, callback) -> answer(response, callback, 201));

    send("POST", "/users/7?x=1");
    send("POST", "/users/8");
    send("GET", "/elsewhere");

    assertThat(requests("POST", "/users/{id}", "201")).isEqualTo(2);
    assertThat(requests("GET", "(unknown)", "201")).isEqualTo(1);
    assertThat(durations("POST", "/users/{id}").count()).isEqualTo(2);
    assertThat(durations("GET", "(unknown)").count()).isEqualTo(1);
  }

  @Test
  void whoeverHoldsTheAnswerFindsItCounted() throws Exception {
    serve((request, response, callback) -> answer(response, callback, 200));

    for (int i = 1; i <= 500; i++) {
      send("GET", "/users/1");

      assertThat(requests("GET", "/users/{id}", "200")).isEqualTo(i);
      assertThat(durations("GET", "/users/{id}").count()).isEqualTo(i);
    }
  }

  @Test
  void aHandlerThatThrowsIsRecordedAsAServerError() throws Exception {
    serve(
        (request, response, callback) -> {
          throw new IllegalStateException("meant to fail");
        });

    assertThat(send("GET", "/users/1").statusCode()).isEqualTo(500);

    assertThat(requests("GET", "/users/{id}", "500")).isEqualTo(1);
  }

  @Test
  void aFailureReportedLaterIsRecordedAsAServerError() throws Exception {
    serve(
        (request, response, callback) ->
            later(() -> callback.failed(new IllegalStateException("meant to fail"))));

    assertThat(send("GET", "/users/1").statusCode()).isEqualTo(500);

    assertThat(requests("GET", "/users/{id}", "500")).isEqualTo(1);
  }

  @Test
  void anAnswerGivenLaterIsRecordedWithItsWholeDuration() throws Exception {
    serve((request, response, callback) -> later(() -> answer(response, callback, 200)));

    send("GET", "/users/1");

    assertThat(requests("GET", "/users/{id}", "200")).isEqualTo(1);
    assertThat(durations("GET", "/users/{id}").sum()).isBetween(0.05, 5.0);
  }

  @Test
  void aRequestThatNobodyHandlesIsRecordedAsNotFound() throws Exception {
    serve(new Handler.Wrapper());

    assertThat(send("GET", "/users/1").statusCode()).isEqualTo(404);

    assertThat(requests("GET", "/users/{id}", "404")).isEqualTo(1);
  }

  @Test
  void anAnswerInPiecesIsRecordedOnce() throws Exception {
    serve(
        (request, response, callback) ->
            response.write(
                false,
                text("a piece"),
                Callback.from(
                    () -> later(() -> response.write(true, text("and the rest"), callback)),
                    callback::failed)));

    assertThat(send("GET", "/users/1").body()).isEqualTo("a pieceand the rest");

    assertThat(requests("GET", "/users/{id}", "200")).isEqualTo(1);
    assertThat(durations("GET", "/users/{id}").count()).isEqualTo(1);
    assertThat(durations("GET", "/users/{id}").sum()).isGreaterThan(0.05);
  }

  @Test
  void anAnswerBrokenOffIsRecordedAsWhatTheClientWasTold() throws Exception {
    serve(
        (request, response, callback) ->
            response.write(
                false,
                text("a piece"),
                Callback.from(
                    () -> callback.failed(new IOException("meant to fail")), callback::failed)));

    assertThatThrownBy(() -> send("GET", "/users/1")).isInstanceOf(IOException.class);

    awaitRequests("GET", "/users/{id}", "200");
  }

  @Test
  void methodsThatHttpDoesNotKnowAreOne() throws Exception {
    serve((request, response, callback) -> answer(response, callback, 405));

    send("BREW", "/users/1");
    send("WHEN", "/users/1");

    assertThat(requests("OTHER", "/users/{id}", "405")).isEqualTo(2);
  }

  @Test
  void aRouteMayBeSetByTheHandler() throws Exception {
    start(
        request -> (String) request.getAttribute(ROUTE),
        handler(
            (request, response, callback) -> {
              request.setAttribute(ROUTE, "/set");
              answer(response, callback, 200);
            }));

    send("GET", "/users/1");

    assertThat(requests("GET", "/set", "200")).isEqualTo(1);
  }

  @Test
  void aRouterThatFailsLeavesTheAnswerAlone() throws Exception {
    start(
        request -> {
          throw new IllegalStateException("meant to fail");
        },
        handler((request, response, callback) -> answer(response, callback, 200)));

    assertThat(send("GET", "/users/1").statusCode()).isEqualTo(200);

    assertThat(requests("GET", "(unknown)", "200")).isEqualTo(1);
  }

  @Test
  void pathsWithoutNumberMakeNoMoreSeries() throws Exception {
    serve((request, response, callback) -> answer(response, callback, 200));

    for (int i = 0; i < 200; i++) {
      send("GET", "/users/" + i);
      send("GET", "/page-" + i);
    }

    assertThat(registry.read()).allSatisfy(family -> assertThat(family.series()).hasSize(2));
  }

  private interface Answer {
    void give(Request request, Response response, Callback callback) throws Exception;
  }

  private void serve(Answer answer) throws Exception {
    serve(handler(answer));
  }

  private void serve(Handler handler) throws Exception {
    start(
        request -> Request.getPathInContext(request).startsWith("/users/") ? "/users/{id}" : null,
        handler);
  }

  private void start(Function<Request, String> routes, Handler handler) throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new HttpMetricsHandler(HttpMetrics.register(registry), routes, handler));
    server.start();
  }

  private static Handler handler(Answer answer) {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        answer.give(request, response, callback);
        return true;
      }
    };
  }

  private static void answer(Response response, Callback callback, int status) {
    response.setStatus(status);
    response.write(true, text("done"), callback);
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void later(Runnable task) {
    CompletableFuture.delayedExecutor(60, TimeUnit.MILLISECONDS).execute(task);
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(10))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void awaitRequests(String... labels) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (find("http_requests", labels).isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(requests(labels)).isEqualTo(1);
  }

  private double requests(String... labels) {
    return find("http_requests", labels).get(0).value();
  }

  private SeriesView durations(String... labels) {
    return find("http_request_duration_seconds", labels).get(0);
  }

  private List<? extends SeriesView> find(String family, String... labels) {
    return registry.read().stream()
        .filter(view -> view.family().name().equals(family))
        .flatMap(view -> view.series().stream())
        .filter(series -> series.labels().values().equals(List.of(labels)))
        .toList();
  }
}
