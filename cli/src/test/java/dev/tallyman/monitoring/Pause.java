package dev.tallyman.monitoring;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The pause between two looks at something that another process does. */
final class Pause {
  private static final Duration BRIEFLY = Duration.ofMillis(50);

  private Pause() {}

  static void briefly() {
    LockSupport.parkNanos(BRIEFLY.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new AssertionError("interrupted while waiting");
    }
  }
}
