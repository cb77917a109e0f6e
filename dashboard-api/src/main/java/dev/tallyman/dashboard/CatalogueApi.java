package dev.tallyman.dashboard;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * {@code /api/v1/metrics}: which metrics the aggregators have now.
 *
 * <p>Threading: safe for all threads.
 */
final class CatalogueApi implements Route.Action {
  private final MergedPage page;

  private record Listed(List<Catalogue.Entry> metrics, List<String> missing) {}

  CatalogueApi(MergedPage page) {
    this.page = page;
  }

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    Query.of(request).knowingOnly(Set.of());
    return page.read(List.of(), Catalogue::of)
        .thenApply(
            pages -> {
              List<Catalogue.Entry> metrics = Catalogue.together(pages.answers());
              return Reply.json(Json.write(new Listed(metrics, pages.missing()))).kept();
            });
  }
}
