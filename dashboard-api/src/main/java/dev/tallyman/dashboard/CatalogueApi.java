package dev.tallyman.dashboard;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * {@code /api/v1/metrics}: which metrics the aggregator has now.
 *
 * <p>Threading: safe for all threads.
 */
final class CatalogueApi implements Route.Action {
  private final MergedPage page;

  CatalogueApi(MergedPage page) {
    this.page = page;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    Query.of(request).knowingOnly(Set.of());
    return page.read(List.of(), Catalogue::of)
        .thenApply(catalogue -> Reply.json(Json.write(catalogue)).kept());
  }
}
