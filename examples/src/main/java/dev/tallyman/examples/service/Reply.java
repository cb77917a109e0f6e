package dev.tallyman.examples.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer.
 *
 * <p>Threading: immutable; the body is only read.
 *
 * @param status the status
 * @param headers the headers, the content type among them
 * @param body the body
 */
public record Reply(int status, Map<String, String> headers, ByteBuffer body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Status 200 with JSON. */
  public static Reply json(Object value) {
    return json(200, value);
  }

  /** JSON with a status. */
  public static Reply json(int status, Object value) {
    try {
      return new Reply(
          status, type("application/json"), ByteBuffer.wrap(JSON.writeValueAsBytes(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + value, e);
    }
  }

  /** Status 200 with plain text. */
  public static Reply text(String text) {
    return new Reply(200, type("text/plain; charset=utf-8"), StandardCharsets.UTF_8.encode(text));
  }

  /** Status 200 with a file's bytes. */
  public static Reply bytes(byte[] body) {
    return new Reply(200, type("application/octet-stream"), ByteBuffer.wrap(body));
  }

  /** What the client or the service did wrong. */
  public static Reply problem(int status, String detail) {
    return json(status, Map.of("status", status, "detail", detail));
  }

  void send(Response response, Callback callback) {
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
    response.write(true, body.duplicate(), callback);
  }

  private static Map<String, String> type(String contentType) {
    return Map.of(HttpHeader.CONTENT_TYPE.asString(), contentType);
  }
}
