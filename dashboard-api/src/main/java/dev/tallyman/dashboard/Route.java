package dev.tallyman.dashboard;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * A path and who answers there. All routes only read: they take GET and HEAD.
 *
 * @param path also what the route is called in metrics; {@code /name/*} takes all that is below
 */
record Route(String path, Action action) {
  /** What the path of a route ends with that takes all that is below. */
  static final String ALL_BELOW = "/*";

  /** Answers requests. */
  interface Action {
    /**
     * Answers at once or later, but never waits.
     *
     * @throws Problem.Found if the request is wrong; the future may fail with it too
     */
    CompletableFuture<? extends Answer> answer(Request request);
  }

  /** A route whose answer is always the same. */
  static Route fixed(String path, Reply reply) {
    CompletableFuture<Reply> answer = CompletableFuture.completedFuture(reply);
    return new Route(path, request -> answer);
  }
}
