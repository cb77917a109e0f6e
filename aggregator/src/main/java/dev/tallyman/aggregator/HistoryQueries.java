package dev.tallyman.aggregator;

import dev.tallyman.history.SeriesFilter;
import dev.tallyman.history.SeriesVisitor;
import dev.tallyman.http.JsonAnswer;
import dev.tallyman.http.JsonSource;
import dev.tallyman.query.QueryApi;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leads questions to the history, which is opened after the server listens.
 *
 * <p>Threading: safe for all threads.
 */
final class HistoryQueries {
  private volatile @Nullable Sampling sampling;

  /** From now on there is a history to ask. */
  void open(Sampling begun) {
    sampling = begun;
  }

  /** What answers, by path. */
  Map<String, JsonSource> sources() {
    QueryApi api = new QueryApi(this::read);
    return Map.of(
        "/api/v1/query_range", asked -> answer(api.queryRange(asked.parameters())),
        "/api/v1/series", asked -> answer(api.series(asked.parameters())));
  }

  private static JsonAnswer answer(QueryApi.Answered answered) {
    return new JsonAnswer(answered.status(), answered.json());
  }

  private void read(SeriesFilter filter, long fromMillis, long toMillis, SeriesVisitor visitor)
      throws IOException {
    Sampling open = sampling;
    if (open == null) {
      throw new IOException("the history is not open yet");
    }
    open.read(filter, fromMillis, toMillis, visitor);
  }
}
