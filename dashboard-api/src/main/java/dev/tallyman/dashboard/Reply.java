package dev.tallyman.dashboard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A whole answer, ready to be sent.
 *
 * <p>Threading: immutable, as long as nobody writes to the array it was made from.
 *
 * @param headers all but the length
 */
record Reply(int status, Map<String, String> headers, ByteBuffer body) {
  static final String JSON = "application/json";

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final HttpField NOT_KEPT = new HttpField(HttpHeader.CACHE_CONTROL, "no-store");

  Reply {
    headers = Map.copyOf(headers);
    body = body.asReadOnlyBuffer();
  }

  static Reply json(byte[] body) {
    return new Reply(HttpStatus.OK_200, Map.of(contentType(), JSON), ByteBuffer.wrap(body));
  }

  static Reply text(String body) {
    return new Reply(
        HttpStatus.OK_200, Map.of(contentType(), TEXT), StandardCharsets.UTF_8.encode(body));
  }

  static String contentType() {
    return HttpHeader.CONTENT_TYPE.asString();
  }

  /** Sends it. Jetty itself leaves the body out when a HEAD is answered. */
  void send(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(NOT_KEPT);
    headers.forEach((name, value) -> response.getHeaders().put(name, value));
    if (status != HttpStatus.NOT_MODIFIED_304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
    }
    response.write(true, body.duplicate(), callback);
  }
}
