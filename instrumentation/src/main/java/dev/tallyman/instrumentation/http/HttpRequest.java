package dev.tallyman.instrumentation.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A request that is being answered; see {@link HttpMetrics#start(String)}.
 *
 * <p>Threading: safe for all threads; it may end on another thread than it began on.
 *
 * <p>Failure: none; a request ends once, later calls do nothing.
 */
public final class HttpRequest {
  private final HttpMetrics metrics;
  private final String method;
  private final long arrivedNanos;
  private final AtomicBoolean ended = new AtomicBoolean();

  HttpRequest(HttpMetrics metrics, String method, long arrivedNanos) {
    this.metrics = metrics;
    this.method = method;
    this.arrivedNanos = arrivedNanos;
  }

  /**
   * Records the request as answered.
   *
   * @param endpoint the route, or null if the request took none
   * @param status the answer's status code
   */
  public void end(@Nullable String endpoint, int status) {
    if (ended.compareAndSet(false, true)) {
      metrics.ended();
      metrics.record(method, endpoint, status, System.nanoTime() - arrivedNanos);
    }
  }
}
