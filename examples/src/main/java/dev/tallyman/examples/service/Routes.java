package dev.tallyman.examples.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What a service offers, by path and method. The template of a path, {@code /jobs/{id}}, is what
 * its requests are called in metrics.
 *
 * <p>Threading: filled by one thread before the server starts.
 *
 * <p>Failure: an action that throws is logged and answered with 500.
 */
public final class Routes extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger(Routes.class.getName());

  private final PathMappings<Map<String, Action>> paths = new PathMappings<>();
  private final Map<String, Map<String, Action>> templates = new LinkedHashMap<>();
  private final Map<String, Supplier<?>> webSockets = new LinkedHashMap<>();

  /** Offers something. */
  public Routes add(String method, String template, Action action) {
    templates
        .computeIfAbsent(
            template,
            path -> {
              Map<String, Action> methods = new TreeMap<>();
              paths.put(new UriTemplatePathSpec(path), methods);
              return methods;
            })
        .put(method, action);
    return this;
  }

  /**
   * Offers WebSockets.
   *
   * @param endpoint makes the endpoint of a new connection
   */
  public Routes addWebSocket(String path, Supplier<?> endpoint) {
    webSockets.put(path, endpoint);
    return this;
  }

  Map<String, Supplier<?>> webSockets() {
    return webSockets;
  }

  /** What a request's route is called; null if it has none. */
  @Nullable String nameOf(Request request) {
    String path = Request.getPathInContext(request);
    MatchedResource<Map<String, Action>> match = paths.getMatched(path);
    if (match != null) {
      return match.getPathSpec().getDeclaration();
    }
    return webSockets.containsKey(path) ? path : null;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    MatchedResource<Map<String, Action>> match = paths.getMatched(path);
    if (match == null) {
      Reply.problem(HttpStatus.NOT_FOUND_404, "there is nothing at " + path)
          .send(response, callback);
      return true;
    }
    Action action = match.getResource().get(request.getMethod());
    if (action == null) {
      String allowed = String.join(", ", match.getResource().keySet());
      Reply.problem(HttpStatus.METHOD_NOT_ALLOWED_405, path + " takes " + allowed)
          .send(response, callback);
      return true;
    }
    UriTemplatePathSpec template = (UriTemplatePathSpec) match.getPathSpec();
    Map<String, String> values = template.getPathParams(path);
    answer(action, new Call(request, values == null ? Map.of() : values)).send(response, callback);
    return true;
  }

  private static Reply answer(Action action, Call call) {
    try {
      return action.answer(call);
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "no answer: " + e);
      return Reply.problem(HttpStatus.INTERNAL_SERVER_ERROR_500, "something went wrong");
    }
  }
}
