package dev.tallyman.instrumentation.http;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the requests that a web server answers: {@code
 * http_requests_total{method,endpoint,status}} and {@code
 * http_request_duration_seconds{method,endpoint}}; if wanted also {@code
 * http_errors_total{method,endpoint,status}} and {@code http_requests_in_progress}.
 *
 * <p>The endpoint is the route that a request took, {@code /users/{id}} say, never the path in it:
 * paths are without number, and each would be a series for ever.
 *
 * <pre>{@code
 * HttpMetrics metrics = HttpMetrics.register().withErrors().withInProgress();
 * ...
 * HttpRequest request = metrics.start("GET");
 * ...
 * request.end("/users/{id}", 200);
 * }</pre>
 *
 * <p>{@link HttpMetricsHandler}, {@link HttpMetricsServletFilter} and {@link HttpMetricsFilter} do
 * this for Jetty, for any servlet container and for the JDK's own server.
 *
 * <p>Gauge mode: requests in progress are summed over the live workers ({@link GaugeMode#LIVESUM});
 * what a worker had in its hands when it died is in progress no more.
 *
 * <p>Threading: safe for all threads; recording into series that exist takes no lock and allocates
 * nothing.
 *
 * <p>Failure: none when recording; {@link #register(MetricRegistry)} fails as any metric does.
 */
public final class HttpMetrics {
  /** The endpoint of requests that took no known route. */
  public static final String UNKNOWN_ENDPOINT = "(unknown)";

  /** The method of requests with one that HTTP does not know. */
  public static final String OTHER_METHOD = "OTHER";

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int LOWEST_STATUS = 100;
  private static final int LOWEST_ERROR = 400;
  private static final String[] STATUS_LABELS = statusLabels();
  private static final String NO_STATUS = "0";

  /** Where the metrics are registered, and what their names begin with. */
  private record Place(MetricRegistry registry, String prefix) {}

  private final Place place;
  private final Counter requests;
  private final Histogram durations;
  private final @Nullable Counter errors;
  private final @Nullable Gauge inProgress;

  private HttpMetrics(Place place, Counter requests, Histogram durations) {
    this.place = place;
    this.requests = requests;
    this.durations = durations;
    this.errors = null;
    this.inProgress = null;
  }

  private HttpMetrics(HttpMetrics other, @Nullable Counter errors, @Nullable Gauge inProgress) {
    this.place = other.place;
    this.requests = other.requests;
    this.durations = other.durations;
    this.errors = errors;
    this.inProgress = inProgress;
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static HttpMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, with the buckets that {@link Histogram} has by default. */
  public static HttpMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names and buckets of the application's choice.
   *
   * @param prefix what both names begin with, {@code "shop_"} say, or empty
   * @param upperBoundsSeconds the upper bounds of the duration's buckets; none for the default
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static HttpMetrics register(
      MetricRegistry registry, String prefix, double... upperBoundsSeconds) {
    Counter requests =
        Counter.builder()
            .name(prefix + "http_requests_total")
            .help("Requests answered, by method, route and status.")
            .labelNames("method", "endpoint", "status")
            .register(registry);
    Histogram.Builder durations =
        Histogram.builder()
            .name(prefix + "http_request_duration_seconds")
            .help("Time from a request's arrival to the end of its answer, by method and route.")
            .unit("seconds")
            .labelNames("method", "endpoint");
    if (upperBoundsSeconds.length > 0) {
      durations.classicUpperBounds(upperBoundsSeconds);
    }
    return new HttpMetrics(new Place(registry, prefix), requests, durations.register(registry));
  }

  /**
   * These metrics, and {@code http_errors_total}: the requests whose status is 400 or above, or
   * none at all.
   */
  public HttpMetrics withErrors() {
    Counter counter =
        Counter.builder()
            .name(place.prefix + "http_errors_total")
            .help("Requests answered with a status of 400 or above, by method, route and status.")
            .labelNames("method", "endpoint", "status")
            .register(place.registry);
    return new HttpMetrics(this, counter, inProgress);
  }

  /** These metrics, and {@code http_requests_in_progress}: those arrived and not answered yet. */
  public HttpMetrics withInProgress() {
    Gauge gauge =
        Gauge.builder()
            .name(place.prefix + "http_requests_in_progress")
            .help("Requests that are being answered.")
            .multiprocessMode(GaugeMode.LIVESUM)
            .register(place.registry);
    return new HttpMetrics(this, errors, gauge);
  }

  /**
   * Begins a request that arrived just now.
   *
   * @param method as it came
   */
  public HttpRequest start(String method) {
    return start(method, System.nanoTime());
  }

  /**
   * Begins a request.
   *
   * @param method as it came
   * @param arrivedNanos when it arrived, as {@link System#nanoTime()} has it
   */
  public HttpRequest start(String method, long arrivedNanos) {
    if (inProgress != null) {
      inProgress.inc();
    }
    return new HttpRequest(this, method, arrivedNanos);
  }

  /**
   * Records one request, apart from the number in progress.
   *
   * @param method as it came; one that HTTP does not know becomes {@value #OTHER_METHOD}
   * @param endpoint the route, or null if the request took none: {@value #UNKNOWN_ENDPOINT}
   * @param status the answer's status code
   * @param durationNanos from arrival to answer
   */
  public void record(String method, @Nullable String endpoint, int status, long durationNanos) {
    String known = knownMethod(method);
    String route = endpoint == null ? UNKNOWN_ENDPOINT : endpoint;
    String label = statusLabel(status);
    requests.labelValues(known, route, label).inc();
    if (errors != null && (status >= LOWEST_ERROR || label.equals(NO_STATUS))) {
      errors.labelValues(known, route, label).inc();
    }
    durations.labelValues(known, route).observe(durationNanos / NANOS_PER_SECOND);
  }

  void ended() {
    if (inProgress != null) {
      inProgress.dec();
    }
  }

  private static String knownMethod(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT" -> method;
      default -> OTHER_METHOD;
    };
  }

  private static String statusLabel(int status) {
    int index = status - LOWEST_STATUS;
    return index >= 0 && index < STATUS_LABELS.length ? STATUS_LABELS[index] : NO_STATUS;
  }

  private static String[] statusLabels() {
    String[] labels = new String[500];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Integer.toString(LOWEST_STATUS + i);
    }
    return labels;
  }
}
