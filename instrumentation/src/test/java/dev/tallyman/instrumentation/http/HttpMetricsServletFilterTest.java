package dev.tallyman.instrumentation.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real servlet container, asked over real sockets. */
@Tag("slow")
class HttpMetricsServletFilterTest {
  private static final String TEST_STATUS = "status";

  private final Logger jetty = Logger.getLogger("org.eclipse.jetty");
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void serve() throws Exception {
    jetty.setLevel(Level.OFF);
    HttpMetrics metrics = HttpMetrics.register(registry).withErrors().withInProgress();
    FilterHolder filter = new FilterHolder(new HttpMetricsServletFilter(metrics));
    filter.setAsyncSupported(true);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    add(context, "/orders/*", HttpMetricsServletFilterTest::answerWithStatus);
    add(context, "/broken", HttpMetricsServletFilterTest::fail);
    add(context, "/later", HttpMetricsServletFilterTest::answerLater);
    add(context, "/never", HttpMetricsServletFilterTest::answerNever);
    add(context, "/twice", HttpMetricsServletFilterTest::dispatch);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    jetty.setLevel(null);
  }

  @Test
  void aRequestIsRecordedByThePatternThatItTook() throws Exception {
    send("/orders/7?status=200");
    send("/orders/8?status=200");
    send("/elsewhere");

    awaitSample("http_requests_total{endpoint=\"/orders/*\",method=\"GET\",status=\"200\"} 2.0");
    awaitSample("http_requests_total{endpoint=\"(unknown)\",method=\"GET\",status=\"404\"} 1.0");
    awaitSample("http_request_duration_seconds_count{endpoint=\"/orders/*\",method=\"GET\"} 2");
  }

  @Test
  void whatFailsIsAnErrorToo() throws Exception {
    send("/orders/7?status=409");

    assertThat(send("/broken").statusCode()).isEqualTo(500);

    awaitSample("http_errors_total{endpoint=\"/orders/*\",method=\"GET\",status=\"409\"} 1.0");
    awaitSample("http_errors_total{endpoint=\"/broken\",method=\"GET\",status=\"500\"} 1.0");
    awaitSample("http_requests_total{endpoint=\"/broken\",method=\"GET\",status=\"500\"} 1.0");
  }

  @Test
  void anAnswerGivenLaterIsRecordedThen() throws Exception {
    assertThat(send("/later").statusCode()).isEqualTo(202);

    awaitSample("http_requests_total{endpoint=\"/later\",method=\"GET\",status=\"202\"} 1.0");
    awaitSample("http_requests_in_progress 0.0");
  }

  @Test
  void anAnswerThatNeverComesIsAnError() throws Exception {
    assertThat(send("/never").statusCode()).isEqualTo(500);

    awaitSample("http_errors_total{endpoint=\"/never\",method=\"GET\",status=\"500\"} 1.0");
    awaitSample("http_requests_in_progress 0.0");
  }

  @Test
  void aRequestDispatchedAgainIsOneAndTookTheRouteItCameBy() throws Exception {
    assertThat(send("/twice").statusCode()).isEqualTo(202);

    awaitSample("http_request_duration_seconds_count{endpoint=\"/twice\",method=\"GET\"} 1");
    assertThat(Exposed.samples(registry))
        .filteredOn(sample -> sample.startsWith("http_requests_total"))
        .hasSize(1);
  }

  private interface Answer {
    void give(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  private static void answerWithStatus(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(Integer.parseInt(request.getParameter(TEST_STATUS)));
    response.getWriter().print("done");
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response) {
    throw new IllegalStateException("meant to fail");
  }

  private static void answerLater(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext later = request.startAsync();
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              response.setStatus(HttpServletResponse.SC_ACCEPTED);
              later.complete();
            });
  }

  private static void answerNever(HttpServletRequest request, HttpServletResponse response) {
    request.startAsync().setTimeout(50);
  }

  private static void dispatch(HttpServletRequest request, HttpServletResponse response) {
    request.startAsync().dispatch("/later");
  }

  private static void add(ServletContextHandler context, String pattern, Answer answer) {
    ServletHolder holder =
        new ServletHolder(
            new HttpServlet() {
              private static final long serialVersionUID = 1;

              @Override
              protected void doGet(HttpServletRequest request, HttpServletResponse response)
                  throws IOException {
                answer.give(request, response);
              }
            });
    holder.setAsyncSupported(true);
    context.addServlet(holder, pattern);
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return client.send(
        java.net.http.HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The answer may arrive a moment before its request is recorded. */
  private void awaitSample(String sample) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Exposed.samples(registry).contains(sample) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(Exposed.samples(registry)).contains(sample);
  }
}
