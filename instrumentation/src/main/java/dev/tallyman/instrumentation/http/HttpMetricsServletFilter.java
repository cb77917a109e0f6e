package dev.tallyman.instrumentation.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records every request that passes it in a servlet container, answered at once or later.
 *
 * <pre>{@code
 * FilterRegistration.Dynamic filter =
 *     context.addFilter("metrics", new HttpMetricsServletFilter(HttpMetrics.register()));
 * filter.setAsyncSupported(true);
 * filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
 * }</pre>
 *
 * <p>The endpoint is by default the pattern that led to the servlet; the default servlet's, which
 * takes whatever no other does, is no route. Put the filter first, so that it sees what the others
 * answer. A request is recorded when the application is done with it; an answer that the container
 * does not keep back until then may reach its client a moment before.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: what the application throws passes through and is recorded as the status 500, unless
 * an answer was on its way already; a router that throws is logged once and leaves requests without
 * a known endpoint.
 */
public final class HttpMetricsServletFilter implements Filter {
  private final HttpMetrics metrics;
  private final Routes<HttpServletRequest> routes;

  /** A filter that takes the pattern which led to the servlet as the endpoint. */
  public HttpMetricsServletFilter(HttpMetrics metrics) {
    this(metrics, HttpMetricsServletFilter::patternOf);
  }

  /**
   * A filter.
   *
   * @param routes the route that a request has taken, of which there must be a limited number; null
   *     for none. Asked once the application is done, so it may look at attributes that were set.
   */
  public HttpMetricsServletFilter(
      HttpMetrics metrics, Function<HttpServletRequest, @Nullable String> routes) {
    this.metrics = metrics;
    this.routes = new Routes<>(routes);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answer) {
      filter(new Recording(asked, answer), chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void filter(Recording recording, FilterChain chain)
      throws IOException, ServletException {
    boolean returned = false;
    try {
      chain.doFilter(recording.asked, recording.answer);
      returned = true;
    } finally {
      if (!returned) {
        recording.failed();
      } else if (recording.asked.isAsyncStarted()) {
        recording.asked.getAsyncContext().addListener(recording);
      } else {
        recording.end();
      }
    }
  }

  private static @Nullable String patternOf(HttpServletRequest request) {
    String pattern = request.getHttpServletMapping().getPattern();
    return pattern.isEmpty() || pattern.equals("/") ? null : pattern;
  }

  /** One request, which the container tells of its end if that comes later. */
  private final class Recording implements AsyncListener {
    final HttpServletRequest asked;
    final HttpServletResponse answer;
    private final HttpRequest request;
    private volatile boolean failed;

    Recording(HttpServletRequest asked, HttpServletResponse answer) {
      this.asked = asked;
      this.answer = answer;
      this.request = metrics.start(asked.getMethod());
    }

    void end() {
      int status = failed ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : answer.getStatus();
      request.end(routes.of(asked), status);
    }

    void failed() {
      failed = !answer.isCommitted();
      end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // Its completion follows, with the status that the container or the application gave it.
    }

    @Override
    public void onError(AsyncEvent event) {
      failed = !answer.isCommitted();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
