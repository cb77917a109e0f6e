package dev.tallyman.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/**
 * {@code /api/v1/workers}: who the workers of all aggregators are, and below it what one of them
 * has recorded by itself.
 *
 * <p>Threading: safe for all threads.
 */
final class WorkersApi {
  private static final String METRIC = "metric";
  private static final String WORKERS = "workers";
  private static final String AGGREGATOR = "aggregator";
  private static final String TRUNCATED = "truncated";
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
  private static final List<String> STATES = List.of("live", "dead", "folded");
  private static final Comparator<JsonNode> LIVE_FIRST =
      Comparator.comparingInt(worker -> STATES.indexOf(worker.path("state").asText()));

  private final List<Aggregator> aggregators;
  private final Map<String, String> headers;

  WorkersApi(List<Aggregator> aggregators, String token) {
    this.aggregators = aggregators;
    this.headers = token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
  }

  /** All workers. */
  CompletableFuture<Reply> list(Request request) {
    Query.of(request).knowingOnly(Set.of());
    return ask("", "").thenApply(lists -> Reply.json(Json.write(together(lists))));
  }

  /** One worker. */
  CompletableFuture<Reply> one(Request request) {
    Query query = Query.of(request).knowingOnly(Set.of(METRIC));
    String id = Request.getPathInContext(request).substring(ApiRoutes.WORKERS.length() + 1);
    if (!ID.matcher(id).matches()) {
      throw noSuchWorker(id);
    }
    String metric = query.one(METRIC, "");
    String only =
        metric.isEmpty()
            ? ""
            : "?" + METRIC + "=" + URLEncoder.encode(metric, StandardCharsets.UTF_8);
    return ask("/" + id, only)
        .thenApply(
            answers ->
                answers.answers().stream()
                    .filter(answer -> answer.has("worker"))
                    .findFirst()
                    .map(known -> Reply.json(Json.write(known)))
                    .orElseThrow(() -> noSuchWorker(id)));
  }

  private static Problem.Found noSuchWorker(String id) {
    return new Problem.Found(
        Problem.of(HttpStatus.NOT_FOUND_404, "no aggregator knows a worker " + id));
  }

  private static ObjectNode together(Answered<ObjectNode> lists) {
    List<JsonNode> workers = new ArrayList<>();
    boolean truncated = false;
    for (ObjectNode list : lists.answers()) {
      list.path(WORKERS).forEach(workers::add);
      truncated |= list.path(TRUNCATED).asBoolean();
    }
    workers.sort(LIVE_FIRST);
    ObjectNode all = Json.object();
    ArrayNode listed = all.putArray(WORKERS);
    workers.forEach(listed::add);
    all.put(TRUNCATED, truncated);
    ArrayNode missing = all.putArray("missing");
    lists.missing().forEach(missing::add);
    return all;
  }

  private CompletableFuture<Answered<ObjectNode>> ask(String below, String query) {
    return Answered.of(
        aggregators.stream()
            .map(
                one ->
                    new Answered.Awaited<>(
                        one.url(),
                        one.json(ApiRoutes.WORKERS + below, query, headers)
                            .thenApply(answer -> document(one, answer))))
            .toList());
  }

  /** An aggregator's answer, in which every worker is said to be its. */
  private static ObjectNode document(Aggregator aggregator, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status == HttpStatus.UNAUTHORIZED_401) {
      throw aggregator.badGateway(
          "the aggregator does not take the dashboard's token", ApiRoutes.WORKERS);
    }
    ObjectNode document = Json.objectIn(answer.body());
    boolean toldOfNone = status == HttpStatus.NOT_FOUND_404 && document.has("error");
    if (status != HttpStatus.OK_200 && !toldOfNone) {
      throw aggregator.badGateway("the aggregator answered " + status, ApiRoutes.WORKERS);
    }
    document.path(WORKERS).forEach(worker -> mark(worker, aggregator));
    mark(document.path("worker"), aggregator);
    return document;
  }

  private static void mark(JsonNode worker, Aggregator aggregator) {
    if (worker instanceof ObjectNode marked) {
      marked.put(AGGREGATOR, aggregator.url());
    }
  }
}
