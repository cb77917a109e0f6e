package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.RangeClient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/fleet}: how the aggregators are, and where the history comes from. It is answered
 * whether they are there or not.
 *
 * <p>Threading: safe for all threads.
 */
final class FleetApi implements Route.Action {
  private static final String OLDEST = "tallyman_history_oldest_timestamp_seconds";
  private static final List<String> NAMES =
      List.of(
          "tallyman_build_info",
          "tallyman_workers",
          "tallyman_series",
          "tallyman_files_skipped",
          "tallyman_conflicts",
          "tallyman_dropped_series",
          "tallyman_series_not_on_disk",
          "tallyman_archive_series",
          "tallyman_archive_bytes",
          "tallyman_files_waiting",
          OLDEST);

  private final MergedPage page;
  private final List<Aggregator> aggregators;
  private final @Nullable String prometheus;

  /**
   * Where the history comes from.
   *
   * @param source {@code aggregator} or {@code prometheus}
   * @param url where it is asked for; of several aggregators the first one
   * @param kept whether there is one, as far as can be told without asking for it
   * @param from since when there is one; null if that is not known
   */
  private record History(String source, String url, boolean kept, @Nullable BigDecimal from) {}

  /** An aggregator; all but its address is null if it is not there. */
  private record Status(
      String url,
      boolean up,
      @Nullable String version,
      @Nullable Double workers,
      @Nullable Double series,
      @Nullable Double filesSkipped,
      @Nullable Double conflicts,
      @Nullable Double droppedSeries,
      @Nullable Double seriesNotOnDisk,
      @Nullable Double archiveSeries,
      @Nullable Double archiveBytes,
      @Nullable Double filesWaiting,
      @Nullable Double historyFrom) {}

  private record Fleet(List<Status> aggregators, History history) {}

  /** Tells of these; the history is theirs if there is no Prometheus. */
  FleetApi(MergedPage page, List<Aggregator> aggregators, @Nullable String prometheus) {
    this.page = page;
    this.aggregators = aggregators;
    this.prometheus = prometheus;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    Query.of(request).knowingOnly(Set.of());
    CompletableFuture<List<Status>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Aggregator aggregator : aggregators) {
      String url = aggregator.url();
      all =
          all.thenCombine(
              page.read(aggregator, NAMES, text -> status(url, SampleParser.parse(text)))
                  .exceptionally(failure -> down(url, failure)),
              (statuses, status) -> {
                statuses.add(status);
                return statuses;
              });
    }
    return all.thenApply(
        statuses -> Reply.json(Json.write(new Fleet(statuses, history(statuses)))));
  }

  private History history(List<Status> statuses) {
    if (prometheus != null) {
      return new History("prometheus", prometheus, true, null);
    }
    BigDecimal from =
        statuses.stream()
            .map(Status::historyFrom)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .map(seconds -> Json.seconds(Math.round(seconds * 1_000)))
            .orElse(null);
    return new History("aggregator", statuses.get(0).url() + RangeClient.PATH, from != null, from);
  }

  private static Status status(String url, List<Sample> samples) {
    Map<String, Double> sums = new HashMap<>();
    String version = null;
    for (Sample sample : samples) {
      sums.merge(sample.name(), sample.value(), Double::sum);
      version = sample.labels().getOrDefault("version", version);
    }
    return new Status(
        url,
        true,
        version,
        sums.get("tallyman_workers"),
        sums.get("tallyman_series"),
        // There is a series for each reason, and for each conflict: none of them, none at all.
        sums.getOrDefault("tallyman_files_skipped", 0.0),
        sums.getOrDefault("tallyman_conflicts", 0.0),
        sums.get("tallyman_dropped_series"),
        sums.get("tallyman_series_not_on_disk"),
        sums.get("tallyman_archive_series"),
        sums.get("tallyman_archive_bytes"),
        sums.get("tallyman_files_waiting"),
        // 0 stands for none.
        sums.getOrDefault(OLDEST, 0.0) > 0 ? sums.get(OLDEST) : null);
  }

  private static Status down(String url, Throwable failure) {
    Problem.Found unused = Answered.problemOf(failure);
    return new Status(url, false, null, null, null, null, null, null, null, null, null, null, null);
  }
}
