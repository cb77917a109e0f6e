package dev.tallyman.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What answers on one path. */
@FunctionalInterface
interface Endpoint {
  /** Answers at once or later; completes the callback in either case. */
  void answer(Request request, Response response, Callback callback);

  /** The methods it answers, as the {@code Allow} header lists them. */
  default String methods() {
    return "GET, HEAD";
  }
}
