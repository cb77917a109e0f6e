package dev.tallyman.instrumentation.sessions;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.concurrent.TimeUnit;

/**
 * Sessions, WebSocket connections say, in which users talk to characters in scenes: {@code
 * requests_total{scene,character,status}}, {@code response_time_seconds{scene,character}}, {@code
 * active_sessions} and {@code errors_total{type}}. The names are plain words, so give them a
 * prefix.
 *
 * <pre>{@code
 * SessionMetrics metrics =
 *     SessionMetrics.register(MetricRegistry.defaultRegistry(), "digital_actors_");
 * ...
 * try (Session session = metrics.open()) {
 *   ...
 *   try (SessionRequest request = metrics.request("tavern", "bard")) {
 *     answer();
 *     request.succeeded();
 *   }
 * }
 * }</pre>
 *
 * <p>The statuses are {@code success} and {@code error}.
 *
 * <p>Gauge mode: active sessions are summed over the live workers ({@link GaugeMode#LIVESUM}): the
 * connections of a dead one are closed.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class SessionMetrics {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double[] DURATIONS = {.1, .25, .5, 1, 2.5, 5, 10, 30, 60};

  private final Counter requests;
  private final Histogram responseTimes;
  private final Gauge active;
  private final Counter errors;

  private SessionMetrics(MetricRegistry registry, String prefix, double[] upperBounds) {
    requests =
        Counter.builder()
            .name(prefix + "requests_total")
            .help("Requests in sessions, by scene, character and how they ended.")
            .labelNames("scene", "character", "status")
            .register(registry);
    responseTimes =
        Histogram.builder()
            .name(prefix + "response_time_seconds")
            .help("Time from a request to the end of its answer, by scene and character.")
            .unit("seconds")
            .labelNames("scene", "character")
            .classicUpperBounds(upperBounds)
            .register(registry);
    active =
        Gauge.builder()
            .name(prefix + "active_sessions")
            .help("Sessions that are open.")
            .multiprocessMode(GaugeMode.LIVESUM)
            .register(registry);
    errors =
        Counter.builder()
            .name(prefix + "errors_total")
            .help("What went wrong, by type.")
            .labelNames("type")
            .register(registry);
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @param upperBoundsSeconds the upper bounds of the response time's buckets; none for those from
   *     100 milliseconds to a minute
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static SessionMetrics register(
      MetricRegistry registry, String prefix, double... upperBoundsSeconds) {
    return new SessionMetrics(
        registry, prefix, upperBoundsSeconds.length > 0 ? upperBoundsSeconds : DURATIONS);
  }

  /** A session begins; it ends when it is closed. */
  public Session open() {
    active.inc();
    return new Session(active);
  }

  /** A request begins, for a try-with-resources statement. */
  public SessionRequest request(String scene, String character) {
    return new SessionRequest(this, scene, character);
  }

  /**
   * Something went wrong.
   *
   * @param type what, {@code validation}, {@code llm} or {@code tts} say; of which there must be a
   *     limited number
   */
  public void error(String type) {
    errors.labelValues(type).inc();
  }

  void ended(SessionRequest request, String status) {
    requests.labelValues(request.scene(), request.character(), status).inc();
    responseTimes
        .labelValues(request.scene(), request.character())
        .observe((System.nanoTime() - request.startNanos()) / NANOS_PER_SECOND);
  }
}
