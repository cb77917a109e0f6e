package dev.tallyman.dashboard;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/**
 * The aggregator's page under the dashboard's own address, as some set-ups scrape it there.
 *
 * <p>Who may read it is the aggregator's to say: the client's authorization is handed on, and the
 * dashboard's own is never lent. The page is taken whole before the first byte is passed on, so
 * that a scraper gets either all of it or a problem.
 *
 * <p>Of several aggregators there is no page: no law says what gauges of several hosts come to, and
 * one that is away for a moment would make all counters fall. Prometheus scrapes each of them.
 *
 * <p>Threading: safe for all threads.
 */
final class MetricsProxy implements Route.Action {
  private static final List<String> TO_AGGREGATOR =
      List.of("Accept", "Accept-Encoding", "Authorization", "X-Prometheus-Scrape-Timeout-Seconds");
  private static final List<String> TO_CLIENT =
      List.of("Content-Type", "Content-Encoding", "Vary", "WWW-Authenticate");

  /** What the client can put right; all else is between the dashboard and the aggregator. */
  private static final Set<Integer> FOR_CLIENT =
      Set.of(
          HttpStatus.OK_200,
          HttpStatus.BAD_REQUEST_400,
          HttpStatus.UNAUTHORIZED_401,
          HttpStatus.FORBIDDEN_403,
          HttpStatus.NOT_ACCEPTABLE_406);

  private final List<Aggregator> aggregators;

  MetricsProxy(List<Aggregator> aggregators) {
    this.aggregators = aggregators;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    if (aggregators.size() > 1) {
      throw new Problem.Found(Problem.of(HttpStatus.NOT_IMPLEMENTED_501, scrapeThemselves()));
    }
    Aggregator aggregator = aggregators.get(0);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : TO_AGGREGATOR) {
      List<String> values = request.getHeaders().getValuesList(name);
      if (!values.isEmpty()) {
        headers.put(name, String.join(", ", values));
      }
    }
    return aggregator
        .metrics(Query.of(request).values("name[]"), headers)
        .thenApply(answer -> reply(aggregator, answer));
  }

  private String scrapeThemselves() {
    return "the dashboard has several aggregators, scrape each of them: "
        + aggregators.stream().map(Aggregator::url).collect(Collectors.joining(", "));
  }

  private static Reply reply(Aggregator aggregator, HttpResponse<byte[]> answer) {
    if (!FOR_CLIENT.contains(answer.statusCode())) {
      throw aggregator.badGateway("the aggregator answered " + answer.statusCode());
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : TO_CLIENT) {
      answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    return new Reply(answer.statusCode(), headers, ByteBuffer.wrap(answer.body()));
  }
}
