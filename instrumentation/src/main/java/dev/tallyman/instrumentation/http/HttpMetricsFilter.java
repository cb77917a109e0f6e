package dev.tallyman.instrumentation.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records every request to a context of the JDK's own web server, answered at once or later.
 *
 * <pre>{@code
 * HttpServer server = HttpServer.create(address, 0);
 * server
 *     .createContext("/orders", this::answer)
 *     .getFilters()
 *     .add(new HttpMetricsFilter(HttpMetrics.register()));
 * }</pre>
 *
 * <p>The endpoint is by default the context's path; that of {@code /}, which takes whatever no
 * other does, is a route only for the path {@code /} itself. A request is recorded just before the
 * body of its answer is closed; if the handler begins an answer and never closes it, or there is
 * none, when the handler is done.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: what the handler throws passes through and is recorded as the status 500, unless an
 * answer was on its way already; a router that throws is logged once and leaves requests without a
 * known endpoint.
 */
public final class HttpMetricsFilter extends Filter {
  private static final int UNANSWERED = -1;

  private final HttpMetrics metrics;
  private final Routes<HttpExchange> routes;

  /** A filter that takes the context's path as the endpoint. */
  public HttpMetricsFilter(HttpMetrics metrics) {
    this(metrics, HttpMetricsFilter::contextOf);
  }

  /**
   * A filter.
   *
   * @param routes the route that a request has taken, of which there must be a limited number; null
   *     for none. Asked once the answer is ready, so it may look at attributes that were set.
   */
  public HttpMetricsFilter(HttpMetrics metrics, Function<HttpExchange, @Nullable String> routes) {
    this.metrics = metrics;
    this.routes = new Routes<>(routes);
  }

  @Override
  public String description() {
    return "counts and times requests";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    HttpRequest request = metrics.start(exchange.getRequestMethod());
    exchange.setStreams(exchange.getRequestBody(), new Body(exchange, request));
    boolean returned = false;
    try {
      chain.doFilter(exchange);
      returned = true;
    } finally {
      // A handler that returned without an answer will give it later, from another thread.
      if (!returned || exchange.getResponseCode() != UNANSWERED) {
        end(exchange, request);
      }
    }
  }

  private void end(HttpExchange exchange, HttpRequest request) {
    int status = exchange.getResponseCode();
    request.end(
        routes.of(exchange), status == UNANSWERED ? HttpURLConnection.HTTP_INTERNAL_ERROR : status);
  }

  private static @Nullable String contextOf(HttpExchange exchange) {
    String context = exchange.getHttpContext().getPath();
    boolean everything = context.equals("/");
    return everything && !exchange.getRequestURI().getPath().equals("/") ? null : context;
  }

  /** The body of one answer on its way to the network. */
  private final class Body extends FilterOutputStream {
    private final HttpExchange exchange;
    private final HttpRequest request;

    Body(HttpExchange exchange, HttpRequest request) {
      super(exchange.getResponseBody());
      this.exchange = exchange;
      this.request = request;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      end(exchange, request);
      super.close();
    }
  }
}
