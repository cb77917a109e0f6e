package dev.tallyman.instrumentation.http;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Records every request that the handler inside it answers, at once or later, well or not.
 *
 * <pre>{@code
 * HttpMetrics metrics = HttpMetrics.register();
 * server.setHandler(new HttpMetricsHandler(metrics, router::routeOf, router));
 * }</pre>
 *
 * <p>A request is recorded just before the last bytes of its answer go to the network. So whoever
 * holds a whole answer knows that it was counted, even if the worker was killed right then. The
 * duration begins when the request's headers have arrived.
 *
 * <p>The status is what the client was told; 500 if it was told nothing. Requests too malformed for
 * Jetty to hand them to a handler are not seen.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: a router that throws is logged once and leaves requests without a known endpoint; the
 * answer is not touched.
 */
public final class HttpMetricsHandler extends Handler.Wrapper {
  private final HttpMetrics metrics;
  private final Routes<Request> routes;

  /**
   * Wraps a handler.
   *
   * @param routes the route that a request has taken, of which there must be a limited number; null
   *     for none. Asked once the answer is ready, so it may look at attributes that the handler has
   *     set.
   */
  public HttpMetricsHandler(
      HttpMetrics metrics, Function<Request, @Nullable String> routes, Handler handler) {
    super(handler);
    this.metrics = metrics;
    this.routes = new Routes<>(routes);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    request.addHttpStreamWrapper(stream -> new RecordedStream(stream, request));
    return super.handle(request, response, callback);
  }

  /** The road of one answer to the network. Jetty calls it from one thread at a time. */
  private final class RecordedStream extends HttpStream.Wrapper {
    private final Request request;
    private final HttpRequest recording;
    private int status = HttpStatus.INTERNAL_SERVER_ERROR_500;

    RecordedStream(HttpStream stream, Request request) {
      super(stream);
      this.request = request;
      this.recording = metrics.start(request.getMethod(), request.getHeadersNanoTime());
    }

    @Override
    public void send(
        MetaData.Request asked,
        MetaData.@Nullable Response answer,
        boolean last,
        ByteBuffer content,
        Callback callback) {
      if (answer != null && !HttpStatus.isInterim(answer.getStatus())) {
        status = answer.getStatus();
      }
      if (last) {
        recordOnce();
      }
      super.send(asked, answer, last, content, callback);
    }

    @Override
    public void succeeded() {
      recordOnce();
      super.succeeded();
    }

    @Override
    public void failed(Throwable cause) {
      recordOnce();
      super.failed(cause);
    }

    private void recordOnce() {
      recording.end(routes.of(request), status);
    }
  }
}
