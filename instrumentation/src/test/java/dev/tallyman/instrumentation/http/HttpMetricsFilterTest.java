package dev.tallyman.instrumentation.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The JDK's own server, asked over real sockets. */
@Tag("slow")
class HttpMetricsFilterTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpMetricsFilter filter =
      new HttpMetricsFilter(HttpMetrics.register(registry, "shop_").withErrors().withInProgress());
  private HttpServer server = newServer();

  @BeforeEach
  void serve() {
    add("/", exchange -> answer(exchange, 404));
    add("/orders", exchange -> answer(exchange, 200));
    add("/empty", exchange -> exchange.sendResponseHeaders(204, -1));
    add("/later", exchange -> ForkJoinPool.commonPool().execute(() -> answerQuietly(exchange)));
    add(
        "/broken",
        exchange -> {
          throw new IOException("meant to fail");
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whoeverHasReadTheAnswerFindsItCounted() throws Exception {
    for (int i = 1; i <= 50; i++) {
      send("/orders/" + i);

      assertThat(Exposed.samples(registry))
          .contains(
              "shop_http_requests_total{endpoint=\"/orders\",method=\"GET\",status=\"200\"} "
                  + i
                  + ".0");
    }
  }

  @Test
  void aPathWithoutAContextOfItsOwnHasNoRoute() throws Exception {
    send("/elsewhere");
    send("/");

    assertThat(Exposed.samples(registry))
        .contains(
            "shop_http_errors_total{endpoint=\"(unknown)\",method=\"GET\",status=\"404\"} 1.0",
            "shop_http_errors_total{endpoint=\"/\",method=\"GET\",status=\"404\"} 1.0");
  }

  @Test
  void anAnswerWithoutABodyIsRecorded() throws Exception {
    send("/empty");

    awaitSample("shop_http_requests_total{endpoint=\"/empty\",method=\"GET\",status=\"204\"} 1.0");
    awaitSample("shop_http_requests_in_progress 0.0");
  }

  @Test
  void anAnswerGivenLaterIsRecordedOnce() throws Exception {
    send("/later");

    awaitSample("shop_http_requests_total{endpoint=\"/later\",method=\"GET\",status=\"202\"} 1.0");
    awaitSample("shop_http_requests_in_progress 0.0");
  }

  @Test
  void aHandlerThatThrowsIsRecordedAsAServerError() {
    // Not a GET: the client would try that once more.
    assertThatThrownBy(() -> send("POST", "/broken")).isInstanceOf(IOException.class);

    awaitSample("shop_http_errors_total{endpoint=\"/broken\",method=\"POST\",status=\"500\"} 1.0");
  }

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void add(String path, HttpHandler handler) {
    server.createContext(path, handler).getFilters().add(filter);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    byte[] body = "done".getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(status, 0);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void answerQuietly(HttpExchange exchange) {
    try {
      answer(exchange, 202);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    return client.send(
        java.net.http.HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
            .method(method, java.net.http.HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A client may hear of an answer without a body a moment before it is recorded. */
  private void awaitSample(String sample) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Exposed.samples(registry).contains(sample) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(Exposed.samples(registry)).contains(sample);
  }
}
