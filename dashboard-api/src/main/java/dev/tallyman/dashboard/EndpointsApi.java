package dev.tallyman.dashboard;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * {@code /api/v1/endpoints}: what each endpoint was called, and how long it took, over all workers.
 * {@code limit} asks for the first so many only.
 *
 * <p>Threading: safe for all threads.
 */
final class EndpointsApi implements Route.Action {
  private static final String LIMIT = "limit";

  /** Both ways to read {@code name[]} are served: names of families, and names of samples. */
  private static final List<String> NAMES =
      List.of(
          EndpointSummary.CALLS,
          "http_request_duration_seconds",
          EndpointSummary.DURATION_SUM,
          EndpointSummary.DURATION_COUNT);

  private final MergedPage page;

  private record Page(List<EndpointSummary> endpoints) {}

  EndpointsApi(MergedPage page) {
    this.page = page;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    int limit = Query.of(request).knowingOnly(Set.of(LIMIT)).positive(LIMIT, Integer.MAX_VALUE);
    return page.samples(NAMES)
        .thenApply(
            samples -> {
              List<EndpointSummary> all = EndpointSummary.of(samples.all());
              return Reply.json(Json.write(new Page(all.subList(0, Math.min(limit, all.size())))));
            });
  }
}
