package dev.tallyman.instrumentation.webrtc;

import dev.tallyman.metrics.Gauge;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection that is up; see {@link WebRtcMetrics#connected()}.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; it closes once.
 */
public final class PeerConnection implements AutoCloseable {
  private final Gauge active;
  private final AtomicBoolean closed = new AtomicBoolean();

  PeerConnection(Gauge active) {
    this.active = active;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      active.dec();
    }
  }
}
