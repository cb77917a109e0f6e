package dev.tallyman.dashboard;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/**
 * {@code /api/v1/endpoints}: what each endpoint was called, and how long it took, over all workers.
 * {@code limit} asks for the first so many only.
 *
 * <p>Threading: safe for all threads.
 */
final class EndpointsApi implements Route.Action {
  private static final String TEXT = "text/plain";
  private static final String LIMIT = "limit";

  /** Both ways to read {@code name[]} are served: names of families, and names of samples. */
  private static final List<String> NAMES =
      List.of(
          EndpointSummary.CALLS,
          "http_request_duration_seconds",
          EndpointSummary.DURATION_SUM,
          EndpointSummary.DURATION_COUNT);

  private final Aggregator aggregator;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private record Page(List<EndpointSummary> endpoints) {}

  EndpointsApi(Aggregator aggregator, String token) {
    this.aggregator = aggregator;
    headers.put("Accept", TEXT + "; version=0.0.4");
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    int limit = Query.of(request).knowingOnly(Set.of(LIMIT)).positive(LIMIT, Integer.MAX_VALUE);
    return aggregator
        .metrics(NAMES, headers)
        .thenApply(
            answer -> {
              List<EndpointSummary> all = EndpointSummary.of(samples(answer));
              return Reply.json(Json.write(new Page(all.subList(0, Math.min(limit, all.size())))));
            });
  }

  private List<Sample> samples(HttpResponse<byte[]> answer) {
    if (answer.statusCode() == HttpStatus.UNAUTHORIZED_401) {
      throw aggregator.badGateway("the aggregator does not take the dashboard's token");
    }
    String type = answer.headers().firstValue("Content-Type").orElse("no content type");
    if (answer.statusCode() != HttpStatus.OK_200 || !type.startsWith(TEXT)) {
      throw aggregator.badGateway(
          "the aggregator answered " + answer.statusCode() + " with " + type);
    }
    try {
      return SampleParser.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString());
    } catch (SampleFormatException | CharacterCodingException e) {
      throw aggregator.badGateway(
          "the aggregator's page is not in Prometheus' format, " + e.getMessage());
    }
  }
}
