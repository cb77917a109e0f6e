package dev.tallyman.dashboard;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Makes problem documents of the errors that Jetty finds itself: malformed requests, failed
 * handlers, requests that come while the worker drains.
 *
 * <p>Threading: stateless.
 */
final class ProblemPages implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status =
        request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer known
            ? known
            : HttpStatus.INTERNAL_SERVER_ERROR_500;
    Problem.of(status, detail(request, status)).reply().send(request, response, callback);
    return true;
  }

  private static String detail(Request request, int status) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      return "this worker is being stopped; ask again";
    }
    // What Jetty says of a server's own failure may tell of the inside.
    return HttpStatus.isServerError(status)
        ? "the request could not be answered"
        : String.valueOf(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
  }
}
