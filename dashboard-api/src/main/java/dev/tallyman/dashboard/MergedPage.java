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
 * What the aggregators show at this moment, read by the dashboard itself, with its own token.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: a page that can't be had or read is named as missing; if there is none at all, that
 * is a {@link Problem.Found}.
 */
final class MergedPage {
  private static final String TEXT = "text/plain";

  /** Names as they are, since the history knows metrics by no others. */
  private static final String UTF8_NAMES =
      TEXT + "; version=1.0.0; escaping=allow-utf-8, " + TEXT + "; version=0.0.4; q=0.5";

  private final List<Aggregator> aggregators;
  private final Map<String, String> headers = new LinkedHashMap<>();

  /**
   * Samples.
   *
   * @param missing the addresses of the aggregators whose samples are not among them
   */
  record Samples(List<Sample> all, List<String> missing) {}

  /** What makes something of a page's text. */
  interface Reading<T> {
    T of(String page) throws SampleFormatException;
  }

  MergedPage(List<Aggregator> aggregators, String token) {
    this.aggregators = aggregators;
    headers.put("Accept", UTF8_NAMES);
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
  }

  /**
   * The samples of some metrics, of all if no names are given: those of all pages one after the
   * other, so that a series of several aggregators is there as often.
   */
  CompletableFuture<Samples> samples(List<String> names) {
    return read(names, SampleParser::parse)
        .thenApply(
            pages ->
                new Samples(
                    pages.answers().stream().flatMap(List::stream).toList(), pages.missing()));
  }

  /** What the reading makes of some metrics on each page; of all if no names are given. */
  <T> CompletableFuture<Answered<T>> read(List<String> names, Reading<T> reading) {
    return Answered.of(
        aggregators.stream()
            .map(one -> new Answered.Awaited<>(one.url(), read(one, names, reading)))
            .toList());
  }

  /** What the reading makes of some metrics on the page of one aggregator. */
  <T> CompletableFuture<T> read(Aggregator aggregator, List<String> names, Reading<T> reading) {
    return aggregator
        .metrics(names, headers)
        .thenApply(
            answer -> {
              try {
                return reading.of(text(aggregator, answer));
              } catch (SampleFormatException e) {
                throw aggregator.badGateway(
                    "the aggregator's page is not in Prometheus' format, " + e.getMessage());
              }
            });
  }

  private static String text(Aggregator aggregator, HttpResponse<byte[]> answer)
      throws SampleFormatException {
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
