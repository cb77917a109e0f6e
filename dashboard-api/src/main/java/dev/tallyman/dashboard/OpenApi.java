package dev.tallyman.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * {@code /api/openapi.json}: what all routes take and answer, for programs.
 *
 * <p>Threading: safe for all threads.
 */
final class OpenApi implements Route.Action {
  private static final String RESOURCE = "openapi.json";

  @Override
  public CompletableFuture<Reply> answer(Request request) {
    Query.of(request).knowingOnly(Set.of());
    return CompletableFuture.completedFuture(Reply.json(document()).kept());
  }

  private static byte[] document() {
    try (InputStream document = OpenApi.class.getResourceAsStream(RESOURCE)) {
      if (document == null) {
        throw new IllegalStateException("not in the jar: resource=" + RESOURCE);
      }
      return document.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the jar: resource=" + RESOURCE, e);
    }
  }
}
