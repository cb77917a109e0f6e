package dev.tallyman.instrumentation.sessions;

import dev.tallyman.metrics.Gauge;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A session that is open; see {@link SessionMetrics#open()}.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; it closes once.
 */
public final class Session implements AutoCloseable {
  private final Gauge active;
  private final AtomicBoolean closed = new AtomicBoolean();

  Session(Gauge active) {
    this.active = active;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      active.dec();
    }
  }
}
