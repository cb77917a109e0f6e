package dev.tallyman.http;

import dev.tallyman.exposition.Format;
import dev.tallyman.exposition.NameFilter;
import dev.tallyman.http.Rendering.Wish;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers scrapes: who may, in which format, compressed or not, which families.
 *
 * <p>Threading: safe for all threads; waits for no page.
 */
final class ScrapeEndpoint implements Endpoint {
  private static final Answer FAILED =
      Answer.line(HttpStatus.INTERNAL_SERVER_ERROR_500, "scrape failed, the log says why");

  private final Renderer renderer;
  private final @Nullable BearerToken token;

  ScrapeEndpoint(Renderer renderer, @Nullable BearerToken token) {
    this.renderer = renderer;
    this.token = token;
  }

  @Override
  public void answer(Request request, Response response, Callback callback) {
    if (token != null && !token.isIn(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"metrics\"");
      Answer.status(HttpStatus.UNAUTHORIZED_401).send(response, callback);
      return;
    }
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
    headers.put(HttpHeader.CONTENT_TYPE, rendering.wish().format().contentType());
    headers.put(HttpHeader.VARY, "Accept, Accept-Encoding");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(HttpHeader.CONTENT_LENGTH, rendering.content().remaining());
    if (rendering.wish().gzip()) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    new PageSender(rendering, response, callback).iterate();
  }

  private static Wish wish(Request request) {
    HttpFields headers = request.getHeaders();
    var names = Request.extractQueryParameters(request).getValuesOrEmpty("name[]");
    return new Wish(
        Format.negotiate(joined(headers, HttpHeader.ACCEPT)),
        NameFilter.of(names),
        wantsGzip(headers));
  }

  private static @Nullable String joined(HttpFields headers, HttpHeader header) {
    return headers.contains(header) ? String.join(",", headers.getValuesList(header)) : null;
  }

  private static boolean wantsGzip(HttpFields headers) {
    QuotedQualityCSV encodings = new QuotedQualityCSV();
    headers.getValuesList(HttpHeader.ACCEPT_ENCODING).forEach(encodings::addValue);
    double gzip = -1;
    double any = 0;
    double identity = 0;
    for (QualityValue encoding : encodings.getQualityValues()) {
      switch (encoding.getValue().toLowerCase(Locale.ROOT)) {
        case "gzip", "x-gzip" -> gzip = Math.max(gzip, encoding.getWeight());
        case "identity" -> identity = encoding.getWeight();
        case "*" -> any = encoding.getWeight();
        default -> {}
      }
    }
    double weight = gzip < 0 ? any : gzip;
    return weight > 0 && weight >= identity;
  }
}
