package dev.tallyman.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets through who shows the token.
 *
 * <p>Threading: safe for all threads.
 *
 * @param token what must be shown
 * @param behind what it guards
 */
record Guarded(BearerToken token, Endpoint behind) implements Endpoint {
  @Override
  public void answer(Request request, Response response, Callback callback) {
    if (token.isIn(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      behind.answer(request, response, callback);
    } else {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"metrics\"");
      Answer.status(HttpStatus.UNAUTHORIZED_401).send(response, callback);
    }
  }

  @Override
  public String methods() {
    return behind.methods();
  }
}
