package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.HistoryException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What went wrong with a request, as RFC 9457 has it.
 *
 * <p>Threading: immutable.
 *
 * @param detail one sentence for people; it never tells of the inside
 * @param members what programs may want to know besides
 */
record Problem(int status, String detail, Map<String, String> members) {
  private static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String detail) {
    return new Problem(status, detail, Map.of());
  }

  static Problem badParameter(String parameter, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST_400, detail, Map.of("parameter", parameter));
  }

  static Problem of(HistoryException unknown) {
    return switch (unknown.reason()) {
      case NONE -> ofSource(HttpStatus.SERVICE_UNAVAILABLE_503, unknown);
      case BAD_SOURCE -> ofSource(HttpStatus.BAD_GATEWAY_502, unknown);
      case LATE -> ofSource(HttpStatus.GATEWAY_TIMEOUT_504, unknown);
      case TOO_MUCH -> ofSource(HttpStatus.PAYLOAD_TOO_LARGE_413, unknown);
      case REFUSED -> badParameter("match", String.valueOf(unknown.getMessage()));
    };
  }

  private static Problem ofSource(int status, HistoryException unknown) {
    return new Problem(
        status, String.valueOf(unknown.getMessage()), Map.of("source", unknown.source()));
  }

  Reply reply() {
    return reply(Map.of());
  }

  Reply reply(Map<String, String> moreHeaders) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", HttpStatus.getMessage(status));
    document.put("status", status);
    document.put("detail", detail);
    document.putAll(members);
    Map<String, String> headers = new LinkedHashMap<>(moreHeaders);
    headers.put(Reply.contentType(), MEDIA_TYPE);
    return new Reply(status, headers, ByteBuffer.wrap(Json.write(document)));
  }

  /** Brings a problem to where it is answered. */
  static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Found(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
