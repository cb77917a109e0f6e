package dev.tallyman.instrumentation.sessions;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that is being answered; closed before it was said to have succeeded, it is an error.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; it ends once, later calls do nothing.
 */
public final class SessionRequest implements AutoCloseable {
  private final SessionMetrics metrics;
  private final String scene;
  private final String character;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();

  SessionRequest(SessionMetrics metrics, String scene, String character) {
    this.metrics = metrics;
    this.scene = scene;
    this.character = character;
  }

  /** The request was answered. */
  public void succeeded() {
    end("success");
  }

  /** Ends the request in an error, unless it has ended. */
  @Override
  public void close() {
    end("error");
  }

  String scene() {
    return scene;
  }

  String character() {
    return character;
  }

  long startNanos() {
    return startNanos;
  }

  private void end(String status) {
    if (ended.compareAndSet(false, true)) {
      metrics.ended(this, status);
    }
  }
}
