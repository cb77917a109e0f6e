package dev.tallyman.dashboard;

import java.io.IOException;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A connector that can be closed without the loss of a connection: an acceptor that is interrupted,
 * as a shutdown does, drops what it has just accepted.
 *
 * <p>Threading: as its parent.
 */
final class WatchedConnector extends ServerConnector {
  private final Underway accepting = new Underway();

  /** With one acceptor and one selector. */
  WatchedConnector(Server server, HttpConnectionFactory http) {
    super(server, null, null, null, 1, 1, http);
  }

  @Override
  public void accept(int acceptor) throws IOException {
    accepting.begin(this);
    try {
      super.accept(acceptor);
    } finally {
      accepting.end(this);
    }
  }

  /** Closes what it accepts from, and waits until its acceptor has nothing in its hands. */
  void closeInOrder(long deadlineNanos) throws InterruptedException {
    close();
    boolean unused = accepting.awaitNone(deadlineNanos);
  }
}
