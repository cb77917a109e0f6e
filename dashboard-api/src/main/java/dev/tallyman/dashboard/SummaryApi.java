package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.AllSources;
import dev.tallyman.dashboard.history.RangeClient;
import dev.tallyman.dashboard.history.Selector;
import dev.tallyman.dashboard.history.Sums;
import dev.tallyman.dashboard.history.Timeline;
import dev.tallyman.dashboard.history.Totals;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/summary}: how each endpoint was called and how fast it answered, since counting
 * began ({@code mode=all}) or in a range of time ({@code mode=range}).
 *
 * <p>Threading: safe for all threads.
 */
final class SummaryApi implements Route.Action {
  private static final String MODE = "mode";
  private static final String RANGE = "range";
  private static final String ALL = "all";
  private static final Set<String> PARAMETERS = Set.of(MODE, TimeRange.FROM, TimeRange.TO);
  private static final List<String> NAMES =
      List.of(
          EndpointRows.CALLS,
          EndpointRows.DURATION,
          EndpointRows.DURATION_SUM,
          EndpointRows.DURATION_COUNT,
          EndpointRows.DURATION_BUCKET);
  private static final Sums.Labels LABELS = Sums.Labels.only(EndpointRows.LABELS);

  private final MergedPage page;
  private final List<RangeClient> history;
  private final Clock clock;

  private record Summary(
      String mode,
      @Nullable BigDecimal from,
      @Nullable BigDecimal to,
      List<EndpointRows.Row> endpoints,
      List<String> missing) {}

  SummaryApi(MergedPage page, List<RangeClient> history, Clock clock) {
    this.page = page;
    this.history = history;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    Query query = Query.of(request).knowingOnly(PARAMETERS);
    TimeRange range = TimeRange.of(query, clock.millis());
    return switch (query.one(MODE, RANGE)) {
      case RANGE -> inRange(range);
      case ALL -> overall();
      default ->
          throw new Problem.Found(
              Problem.badParameter(MODE, "mode must be " + RANGE + " or " + ALL));
    };
  }

  private CompletableFuture<Reply> overall() {
    return page.samples(NAMES)
        .thenApply(
            samples -> {
              EndpointRows rows = new EndpointRows();
              samples
                  .all()
                  .forEach(sample -> rows.add(sample.name(), sample.labels(), sample.value()));
              return reply(new Summary(ALL, null, null, rows.sorted(), samples.missing()));
            });
  }

  private CompletableFuture<Reply> inRange(TimeRange range) {
    AllSources sources = new AllSources(history);
    Totals totals = new Totals(sources);
    EndpointRows rows = new EndpointRows();
    CompletableFuture<EndpointRows> done = CompletableFuture.completedFuture(rows);
    for (String name :
        List.of(
            EndpointRows.CALLS,
            EndpointRows.DURATION_SUM,
            EndpointRows.DURATION_COUNT,
            EndpointRows.DURATION_BUCKET)) {
      done =
          done.thenCombine(
              totals.grown(Selector.of(name), range.fromMillis(), range.toMillis(), LABELS),
              (before, grown) -> {
                for (Timeline total : grown) {
                  before.add(name, total.labels(), total.at(0));
                }
                return before;
              });
    }
    return done.thenApply(
        all ->
            reply(
                new Summary(
                    RANGE,
                    Json.seconds(range.fromMillis()),
                    Json.seconds(range.toMillis()),
                    all.sorted(),
                    sources.missing())));
  }

  private static Reply reply(Summary summary) {
    return Reply.json(Json.write(summary)).kept();
  }
}
