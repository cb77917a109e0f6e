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

  private final Renderer renderer;

  ScrapeEndpoint(Renderer renderer) {
    this.renderer = renderer;
  }

  @Override
  public void answer(Request request, Response response, Callback callback) {
    Executor executor = request.getComponents().getExecutor();
    renderer.render(
        wish(request),
        // The thread that makes pages has others to make: it does not send them.
        rendering -> executor.execute(() -> send(rendering, response, callback)));
  }

  private static void send(Optional<Rendering> rendering, Response response, Callback callback) {
    if (rendering.isPresent()) {
      send(rendering.get(), response, callback);
    } else {
      FAILED.send(response, callback);
    }
  }

  private static void send(Rendering rendering, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, rendering.wish().dialect().contentType());
    headers.put(HttpHeader.VARY, "Accept, Accept-Encoding");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(HttpHeader.CONTENT_LENGTH, rendering.content().remaining());
    if (rendering.wish().gzip()) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    new PageSender(rendering.content(), rendering::done, response, callback).iterate();
  }

  private static Wish wish(Request request) {
    HttpFields headers = request.getHeaders();
    var names = Request.extractQueryParameters(request).getValuesOrEmpty("name[]");
    return new Wish(
        Dialect.negotiate(joined(headers, HttpHeader.ACCEPT)),
        NameFilter.of(names),
        Encodings.wantGzip(headers));
  }

  private static @Nullable String joined(HttpFields headers, HttpHeader header) {
    return headers.contains(header) ? String.join(",", headers.getValuesList(header)) : null;
  }
}
