package dev.tallyman.dashboard;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/fleet}: how the aggregator is, and where the history comes from. It is answered
 * whether the aggregator is there or not.
 *
 * <p>Threading: safe for all threads.
 */
final class FleetApi implements Route.Action {
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
          "tallyman_files_waiting");

  private final MergedPage page;
  private final String url;
  private final History history;

  /**
   * Where the history comes from.
   *
   * @param source {@code aggregator} or {@code prometheus}
   * @param from since when there is one; null if that is not known
   */
  record History(String source, String url, @Nullable BigDecimal from) {}

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
      @Nullable Double filesWaiting) {}

  private record Fleet(List<Status> aggregators, History history) {}

  FleetApi(MergedPage page, String url, History history) {
    this.page = page;
    this.url = url;
    this.history = history;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    Query.of(request).knowingOnly(Set.of());
    return page.samples(NAMES)
        .thenApply(this::status)
        .exceptionally(this::down)
        .thenApply(status -> Reply.json(Json.write(new Fleet(List.of(status), history))));
  }

  private Status status(List<Sample> samples) {
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
        sums.get("tallyman_files_waiting"));
  }

  private Status down(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof Problem.Found)) {
      throw new CompletionException(cause);
    }
    return new Status(url, false, null, null, null, null, null, null, null, null, null, null);
  }
}
