package dev.tallyman.dashboard;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a request is answered with: at once, or piece by piece. */
interface Answer {
  /** Sends it, or begins to; the callback hears of the end. */
  void send(Request request, Response response, Callback callback);
}
