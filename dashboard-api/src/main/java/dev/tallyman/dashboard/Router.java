package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.HistoryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request and sends its answer, whenever that is ready.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: what a route did not foresee is logged and answered with a bare 500.
 */
final class Router extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger(Router.class.getPackageName());
  private static final String METHODS = "GET, HEAD";

  private final Map<String, Route> routes = new LinkedHashMap<>();

  Router(List<Route> routes) {
    routes.forEach(route -> this.routes.put(route.path(), route));
  }

  /** What the request's route is called in metrics; null if it has none. */
  @Nullable String nameOf(Request request) {
    Route route = find(request);
    return route == null ? null : route.path();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Route route = find(request);
    if (route == null) {
      String path = Request.getPathInContext(request);
      Problem.of(HttpStatus.NOT_FOUND_404, "there is nothing at " + path)
          .reply()
          .send(request, response, callback);
    } else if (!isRead(request)) {
      Problem.of(HttpStatus.METHOD_NOT_ALLOWED_405, route.path() + " takes " + METHODS + " only")
          .reply(Map.of(HttpHeader.ALLOW.asString(), METHODS))
          .send(request, response, callback);
    } else {
      answer(route, request, response, callback);
    }
    return true;
  }

  private @Nullable Route find(Request request) {
    String path = Request.getPathInContext(request);
    // Scrapers ask for both, and few of them follow a redirect.
    Route exact = routes.get(path.equals("/metrics/") ? "/metrics" : path);
    return exact == null ? subtreeOf(path) : exact;
  }

  private @Nullable Route subtreeOf(String path) {
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      Route route = routes.get(path.substring(0, end) + Route.ALL_BELOW);
      if (route != null) {
        return route;
      }
    }
    return null;
  }

  private static boolean isRead(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  private static void answer(Route route, Request request, Response response, Callback callback) {
    CompletableFuture<Void> unused =
        begin(route, request)
            .handle((answer, failure) -> answer != null ? answer : failed(route, failure))
            .thenAccept(answer -> answer.send(request, response, callback))
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    callback.failed(failure);
                  }
                });
  }

  private static CompletableFuture<? extends Answer> begin(Route route, Request request) {
    try {
      return route.action().answer(request);
    } catch (Problem.Found e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Answer failed(Route route, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Problem.Found found) {
      return found.problem().reply();
    }
    if (cause instanceof HistoryException unknown) {
      return Problem.of(unknown).reply();
    }
    LOG.log(System.Logger.Level.ERROR, "route failed: route=" + route.path(), cause);
    return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500, "the request could not be answered")
        .reply();
  }
}
