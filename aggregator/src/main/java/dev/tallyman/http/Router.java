package dev.tallyman.http;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Leads a request to the endpoint of its path.
 *
 * <p>Threading: safe for all threads.
 */
final class Router extends Handler.Abstract {
  /** What the path of an endpoint ends with that answers one step below. */
  private static final String BELOW = "/*";

  private final Map<String, Endpoint> endpoints;

  Router(Map<String, Endpoint> endpoints) {
    this.endpoints = Map.copyOf(endpoints);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    Endpoint endpoint = find(Request.getPathInContext(request));
    if (endpoint == null) {
      Answer.status(HttpStatus.NOT_FOUND_404).send(response, callback);
    } else if (!List.of(endpoint.methods().split(", ")).contains(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, endpoint.methods());
      Answer.status(HttpStatus.METHOD_NOT_ALLOWED_405).send(response, callback);
    } else {
      endpoint.answer(request, response, callback);
    }
    return true;
  }

  private @Nullable Endpoint find(String path) {
    Endpoint exact = path.endsWith(BELOW) ? null : endpoints.get(path);
    int last = path.lastIndexOf('/');
    return exact == null ? endpoints.get(path.substring(0, Math.max(last, 0)) + BELOW) : exact;
  }

  /** What a request names below the path of its endpoint. */
  static String below(String path, Request request) {
    return path.endsWith(BELOW)
        ? Request.getPathInContext(request).substring(path.length() - BELOW.length() + 1)
        : "";
  }
}
