package dev.tallyman.tally;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When a tally last looked after its file: once a second is enough.
 *
 * <p>Threading: safe for all threads; of several that find it due one should look.
 */
final class Looks {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private volatile long last;

  Looks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  boolean areDue() {
    return nanoTime.getAsLong() - last >= EVERY_NANOS;
  }

  void begin() {
    last = nanoTime.getAsLong();
  }
}
