package dev.tallyman.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;

/**
 * Answers questions in JSON, asked by GET or by a POSTed form, compressed if that is wanted.
 *
 * <p>Threading: safe for all threads; answers on the threads of {@link Questions}.
 */
final class JsonEndpoint implements Endpoint {
  private static final Logger LOG = System.getLogger(JsonEndpoint.class.getName());

  /** Below it, compressing costs more than it saves. */
  private static final int LEAST_GZIP_BYTES = 1_000;

  private static final Answer FAILED =
      Answer.line(HttpStatus.INTERNAL_SERVER_ERROR_500, "query failed, the log says why");

  private static final Answer REFUSED =
      Answer.line(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "too many answers are on their way already, to readers that do not read them");

  private final String path;
  private final JsonSource source;
  private final Questions questions;

  /** What answers at a path, as {@link Served} has it. */
  JsonEndpoint(String path, JsonSource source, Questions questions) {
    this.path = path;
    this.source = source;
    this.questions = questions;
  }

  @Override
  public String methods() {
    return "GET, HEAD, POST";
  }

  @Override
  public void answer(Request request, Response response, Callback callback) {
    Fields ofAddress = Request.extractQueryParameters(request);
    if (!HttpMethod.POST.is(request.getMethod())) {
      begin(asked(request, ofAddress), request, response, callback);
      return;
    }
    FormFields.onFields(
        request,
        new Promise.Invocable<>() {
          @Override
          public void succeeded(Fields form) {
            begin(asked(request, form, ofAddress), request, response, callback);
          }

          @Override
          public void failed(Throwable failure) {
            Answer.line(HttpStatus.BAD_REQUEST_400, "form can't be read").send(response, callback);
          }
        });
  }

  /** All values of each parameter, those of the form before those of the address. */
  private Asked asked(Request request, Fields... all) {
    Map<String, List<String>> merged = new HashMap<>();
    for (Fields fields : all) {
      for (Fields.Field field : fields) {
        merged
            .computeIfAbsent(field.getName(), name -> new ArrayList<>())
            .addAll(field.getValues());
      }
    }
    return new Asked(Router.below(path, request), merged);
  }

  private void begin(Asked asked, Request request, Response response, Callback callback) {
    if (!questions.begin(() -> answer(asked, request, response, callback))) {
      Answer.line(HttpStatus.SERVICE_UNAVAILABLE_503, "too many queries wait already")
          .send(response, callback);
    }
  }

  private void answer(Asked asked, Request request, Response response, Callback callback) {
    if (!questions.reserve()) {
      REFUSED.send(response, callback);
      return;
    }
    ByteBuffer body;
    try {
      body = write(source.answer(asked), request, response);
    } catch (RuntimeException | OutOfMemoryError e) {
      questions.sent();
      LOG.log(Level.ERROR, "query failed: " + asked, e);
      FAILED.send(response, callback);
      return;
    }
    new PageSender(body, questions::sent, response, callback).iterate();
  }

  /** Writes the head; the body is still to be sent. */
  private static ByteBuffer write(JsonAnswer answer, Request request, Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    ByteBuffer body = answer.json();
    boolean gzip = body.remaining() >= LEAST_GZIP_BYTES && Encodings.wantGzip(request.getHeaders());
    if (gzip) {
      body = gzip(body);
    }
    response.setStatus(answer.status());
    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    headers.put(HttpHeader.VARY, "Accept-Encoding");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(HttpHeader.CONTENT_LENGTH, body.remaining());
    if (gzip) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    return body;
  }

  private static ByteBuffer gzip(ByteBuffer body) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.remaining() / 4);
    try (OutputStream out = new FastGzip(compressed)) {
      byte[] piece = new byte[8192];
      while (body.hasRemaining()) {
        int length = Math.min(piece.length, body.remaining());
        body.get(piece, 0, length);
        out.write(piece, 0, length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't compress in memory", e);
    }
    return ByteBuffer.wrap(compressed.toByteArray());
  }
}
