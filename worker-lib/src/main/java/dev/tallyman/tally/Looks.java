package dev.tallyman.tally;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * When a tally looks after its file: once a second is enough.
 *
 * <p>Threading: safe for all threads; of several that find it due one looks, and nobody waits.
 */
final class Looks {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final ReentrantLock lock;
  private final Runnable look;
  private volatile long last;

  /**
   * @param lock held while looking
   */
  Looks(LongSupplier nanoTime, ReentrantLock lock, Runnable look) {
    this.nanoTime = nanoTime;
    this.lock = lock;
    this.look = look;
    this.last = nanoTime.getAsLong();
  }

  /**
   * True for 0 and for one in 256 of all numbers, however they follow one another: all bits of a
   * number have a say in the highest ones of the product.
   */
  static boolean isOneInMany(long bits) {
    return (bits * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - 8) == 0;
  }

  void lookIfDue() {
    if (nanoTime.getAsLong() - last >= EVERY_NANOS) {
      look();
    }
  }

  /** Apart, so that the lock is not inlined into every recording: 2 ns of 15 are at stake. */
  private void look() {
    if (lock.tryLock()) {
      try {
        last = nanoTime.getAsLong();
        look.run();
      } finally {
        lock.unlock();
      }
    }
  }
}
