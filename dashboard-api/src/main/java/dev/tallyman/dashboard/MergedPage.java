package dev.tallyman.dashboard;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What the aggregator shows at this moment, read by the dashboard itself, with its own token.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: a page that can't be had or read is a {@link Problem.Found}.
 */
final class MergedPage {
  private static final String TEXT = "text/plain";

  private final Aggregator aggregator;
  private final Map<String, String> headers = new LinkedHashMap<>();

  /** What makes something of a page's text. */
  interface Reading<T> {
    T of(String page) throws SampleFormatException;
  }

  MergedPage(Aggregator aggregator, String token) {
    this.aggregator = aggregator;
    headers.put("Accept", TEXT + "; version=0.0.4");
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
  }

  /** The samples of some metrics; of all if no names are given. */
  CompletableFuture<List<Sample>> samples(List<String> names) {
    return read(names, SampleParser::parse);
  }

  /** What the reading makes of some metrics; of all if no names are given. */
  <T> CompletableFuture<T> read(List<String> names, Reading<T> reading) {
    return aggregator
        .metrics(names, headers)
        .thenApply(
            answer -> {
              try {
                return reading.of(text(answer));
              } catch (SampleFormatException e) {
                throw aggregator.badGateway(
                    "the aggregator's page is not in Prometheus' format, " + e.getMessage());
              }
            });
  }

  private String text(HttpResponse<byte[]> answer) throws SampleFormatException {
    if (answer.statusCode() == HttpStatus.UNAUTHORIZED_401) {
      throw aggregator.badGateway("the aggregator does not take the dashboard's token");
    }
    String type = answer.headers().firstValue("Content-Type").orElse("no content type");
    if (answer.statusCode() != HttpStatus.OK_200 || !type.startsWith(TEXT)) {
      throw aggregator.badGateway(
          "the aggregator answered " + answer.statusCode() + " with " + type);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString();
    } catch (CharacterCodingException e) {
      throw new SampleFormatException(e.toString());
    }
  }
}
