package dev.tallyman.http;

import dev.tallyman.exposition.Dialect;
import dev.tallyman.exposition.NameFilter;
import dev.tallyman.http.Rendering.Wish;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers scrapes: in which format, compressed or not, which families.
 *
 * <p>Threading: safe for all threads; waits for no page.
 */
final class ScrapeEndpoint implements Endpoint {
  private static final Answer FAILED =
      Answer.line(HttpStatus.INTERNAL_SERVER_ERROR_500, "scrape failed, the log says why");

  private static final Answer REFUSED =
      Answer.line(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "too many pages are on their way already, to readers that do not read them");

  private final Renderer renderer;

  ScrapeEndpoint(Renderer renderer) {
    this.renderer = renderer;
  }

  @Override
  public void answer(Request request, Response response, Callback callback) {
    Executor executor = request.getComponents().getExecutor();
    boolean begun =
        renderer.render(
            wish(request),
            // The thread that makes pages has others to make: it does not send them.
            rendering -> executor.execute(() -> send(rendering, response, callback)));
    if (!begun) {
      REFUSED.send(response, callback);
    }
  }

  private static void send(Optional<Rendering> rendering, Response response, Callback callback) {
    if (rendering.isPresent()) {
      send(rendering.get(), response, callback);
    } else {
      FAILED.send(response, callback);
    }
  }

  private static void send(Rendering rendering, Response response, Callback callback) {
    try {
      addHead(rendering, response.getHeaders());
    } catch (RuntimeException e) {
      // Jetty has answered meanwhile, since the connection timed out say.
      rendering.done();
      callback.failed(e);
      return;
    }
    new PageSender(rendering.content(), rendering::done, response, callback).iterate();
  }

  private static void addHead(Rendering rendering, HttpFields.Mutable headers) {
    headers.put(HttpHeader.CONTENT_TYPE, rendering.wish().dialect().contentType());
    headers.put(HttpHeader.VARY, "Accept, Accept-Encoding");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(HttpHeader.CONTENT_LENGTH, rendering.content().remaining());
    if (rendering.wish().gzip()) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
  }

  private static Wish wish(Request request) {
    HttpFields headers = request.getHeaders();
    var parameters = Request.extractQueryParameters(request);
    var names = parameters.getValuesOrEmpty("name[]");
    Dialect dialect = Dialect.negotiate(joined(headers, HttpHeader.ACCEPT));
    return new Wish(
        "true".equals(parameters.getValue("created")) ? dialect.withCreatedLines() : dialect,
        NameFilter.of(names),
        Encodings.wantGzip(headers));
  }

  private static @Nullable String joined(HttpFields headers, HttpHeader header) {
    return headers.contains(header) ? String.join(",", headers.getValuesList(header)) : null;
  }
}
