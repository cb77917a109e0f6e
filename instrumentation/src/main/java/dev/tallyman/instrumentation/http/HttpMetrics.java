package dev.tallyman.instrumentation.http;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the requests that a web server answers: {@code
 * http_requests_total{method,endpoint,status}} and {@code
 * http_request_duration_seconds{method,endpoint}}.
 *
 * <p>The endpoint is the route that a request took, {@code /users/{id}} say, never the path in it:
 * paths are without number, and each would be a series for ever.
 *
 * <pre>{@code
 * HttpMetrics metrics = HttpMetrics.register();
 * ...
 * metrics.record("GET", "/users/{id}", 200, System.nanoTime() - startNanos);
 * }</pre>
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
  private static final String[] STATUS_LABELS = statusLabels();
  private static final String NO_STATUS = "0";

  private final Counter requests;
  private final Histogram durations;

  private HttpMetrics(Counter requests, Histogram durations) {
    this.requests = requests;
    this.durations = durations;
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
    return new HttpMetrics(requests, durations.register(registry));
  }

  /**
   * Records one request.
   *
   * @param method as it came; one that HTTP does not know becomes {@value #OTHER_METHOD}
   * @param endpoint the route, or null if the request took none: {@value #UNKNOWN_ENDPOINT}
   * @param status the answer's status code
   * @param durationNanos from arrival to answer
   */
  public void record(String method, @Nullable String endpoint, int status, long durationNanos) {
    String known = knownMethod(method);
    String route = endpoint == null ? UNKNOWN_ENDPOINT : endpoint;
    requests.labelValues(known, route, statusLabel(status)).inc();
    durations.labelValues(known, route).observe(durationNanos / NANOS_PER_SECOND);
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
