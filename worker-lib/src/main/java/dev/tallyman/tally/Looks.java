package dev.tallyman.tally;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a tally looks after its file: once a second is enough.
 *
 * <p>Recordings do so now and then, and a daemon thread does: a worker that records once a minute
 * must not keep for hours in a removed file what it has counted.
 *
 * <p>Threading: safe for all threads; of several that find it due one looks, and nobody waits.
 */
final class Looks {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final ReentrantLock lock;
  private final Runnable look;
  private volatile long last;
  private boolean begun;
  private volatile boolean ended;

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

  /**
   * From now on there is a thread that looks, until the {@link #end} or until nobody has the tally
   * any more. Called under the lock.
   */
  void begin() {
    if (!begun) {
      WeakReference<Looks> self = new WeakReference<>(this);
      Thread thread = new Thread(null, () -> goOn(self), "tallyman-look", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.setUncaughtExceptionHandler(
          (ended, e) -> Warnings.say("nobody looks after the tally file any more: cause=" + e));
      try {
        thread.start();
        begun = true;
      } catch (OutOfMemoryError e) {
        begun = false; // no thread to be had: recordings look, and the next one that begins tries
      }
    }
  }

  void end() {
    ended = true;
  }

  private static void goOn(WeakReference<Looks> reference) {
    do {
      boolean unused = Thread.interrupted(); // or parking would be over at once, for ever
      LockSupport.parkNanos(EVERY_NANOS);
    } while (look(reference.get()));
  }

  private static boolean look(@Nullable Looks looks) {
    if (looks == null || looks.ended) {
      return false;
    }
    looks.lookIfDue();
    return true;
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
