package dev.tallyman.http;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Leads a request to the endpoint of its path.
 *
 * <p>Threading: safe for all threads.
 */
final class Router extends Handler.Abstract {
  private final Map<String, Endpoint> endpoints;

  Router(Map<String, Endpoint> endpoints) {
    this.endpoints = Map.copyOf(endpoints);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    Endpoint endpoint = endpoints.get(Request.getPathInContext(request));
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
}
