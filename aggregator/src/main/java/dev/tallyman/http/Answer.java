package dev.tallyman.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A short answer.
 *
 * <p>Threading: immutable.
 *
 * @param status the status code
 * @param contentType what the body is
 * @param body the body
 */
record Answer(int status, String contentType, String body) {

  /** One line for people. */
  static Answer line(int status, String line) {
    return new Answer(status, "text/plain; charset=utf-8", line + "\n");
  }

  /** The status in words. */
  static Answer status(int status) {
    return line(status, HttpStatus.getMessage(status).toLowerCase(Locale.ROOT));
  }

  void send(Response response, Callback callback) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, BufferUtil.toBuffer(bytes), callback);
  }
}
