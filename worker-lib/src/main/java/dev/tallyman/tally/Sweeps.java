package dev.tallyman.tally;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Copies memory that has moved again and again for ten seconds, in a thread that then ends.
 *
 * <p>A thread that was about to add when its block moved adds to the old memory, and does so when
 * the machine lets it run again. It may be its last recording for a long time, so recordings can't
 * be what the copying waits for.
 */
final class Sweeps {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Sweeps() {}

  /**
   * Begins to sweep, until nothing is left to be swept.
   *
   * @return false if there is no thread for it
   */
  static boolean start(BooleanSupplier sweep) {
    Thread thread = new Thread(null, () -> run(sweep), "tallyman-sweep", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private static void run(BooleanSupplier sweep) {
    long pause = FIRST_PAUSE_NANOS;
    do {
      boolean unused = Thread.interrupted(); // or parking would be over at once, every time
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    } while (sweep.getAsBoolean());
  }
}
