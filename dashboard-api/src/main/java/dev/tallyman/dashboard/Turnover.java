package dev.tallyman.dashboard;

import java.nio.channels.SelectableChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a worker's clients go to the others that share its port, without the loss of a request: it
 * answers all that comes on connections that are there already, says with each answer that it is
 * the last one there, and knows when no connection is left.
 *
 * <p>Jetty's own shutdown loses requests in three places that this class keeps it from: it counts a
 * connection only some time after it has accepted it, it interrupts an acceptor that may have a new
 * connection in its hands, and it closes connections whose answers it is just writing without
 * having said so in their heads.
 *
 * <p>Threading: {@link #await} once; the rest is safe for all threads.
 */
final class Turnover extends Handler.Wrapper {
  private static final System.Logger LOG = System.getLogger(Turnover.class.getPackageName());

  /**
   * For so long, answers whose heads may promise to keep the connection are waited for. Later ones
   * have heads that Jetty writes when it, too, knows better.
   */
  static final long HEADS_MILLIS = 500;

  private final WatchedConnector connector;
  private final Underway connections = new Underway();
  private final Underway requests = new Underway();
  private volatile boolean begun;

  /** Before the connector is started. */
  Turnover(WatchedConnector connector, Handler handler) {
    super(handler);
    this.connector = connector;
    connector.addBean(new Accepted());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Known before the look, so that whoever begins the turnover knows of all that looked too soon.
    requests.begin(request);
    Request.addCompletionListener(request, failure -> requests.end(request));
    if (begun) {
      requests.end(request);
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
    return super.handle(request, response, callback);
  }

  /** Begins, and waits until no connection is left, or until then. */
  void await(long deadlineNanos) throws Exception {
    begun = true;
    long heads = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HEADS_MILLIS);
    requests.awaitNone(Math.min(heads, deadlineNanos));
    connector.closeInOrder(deadlineNanos);
    try {
      connector
          .shutdown()
          .get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
      connections.awaitNone(deadlineNanos);
    } catch (TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "connections are left: " + connections.size());
    }
  }

  /** Knows of connections from the first moment on. */
  private final class Accepted implements SelectorManager.AcceptListener {
    @Override
    public void onAccepting(SelectableChannel channel) {
      connections.begin(channel);
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
      connections.end(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
      connections.end(channel);
    }
  }
}
