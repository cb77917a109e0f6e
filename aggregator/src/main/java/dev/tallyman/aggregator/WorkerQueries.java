package dev.tallyman.aggregator;

import dev.tallyman.http.Asked;
import dev.tallyman.http.JsonAnswer;
import dev.tallyman.http.JsonSource;
import dev.tallyman.workers.WorkerSource;
import dev.tallyman.workers.WorkersApi;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Leads questions about workers to what answers them. */
final class WorkerQueries {
  private static final String PATH = "/api/v1/workers";

  private WorkerQueries() {}

  /** What answers, by path. */
  static Map<String, JsonSource> sources(WorkerSource source, Clock clock) {
    WorkersApi api = new WorkersApi(source, clock);
    return Map.of(
        PATH,
        asked -> answer(api.list()),
        PATH + "/*",
        asked -> answer(api.one(asked.below(), metric(asked))));
  }

  private static String metric(Asked asked) {
    List<String> values = asked.parameters().getOrDefault("metric", List.of());
    return values.isEmpty() ? "" : values.get(0);
  }

  private static JsonAnswer answer(WorkersApi.Answered answered) {
    return new JsonAnswer(answered.status(), answered.json());
  }
}
