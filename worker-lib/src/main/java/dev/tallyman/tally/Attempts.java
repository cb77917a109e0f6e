package dev.tallyman.tally;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tries what needs room: a failure is logged once for its cause, and nothing is tried again too
 * soon after it, since a full disk stays full for a while, and asking for direct memory that is not
 * there costs half a second and a full collection each time.
 *
 * <p>Threading: under the tally's lock, but for {@link #allowed}.
 */
final class Attempts {
  /** Work that may fail, and then has changed nothing that counts. */
  interface FileWork {
    void run() throws IOException;
  }

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final FailureLog failures = new FailureLog();
  private final String otherwise;
  private final LongSupplier nanoTime;
  private volatile long notBefore;

  /**
   * @param otherwise what a warning of a failure begins with
   */
  Attempts(String otherwise, LongSupplier nanoTime) {
    this.otherwise = otherwise;
    this.nanoTime = nanoTime;
    this.notBefore = nanoTime.getAsLong();
  }

  /** Whether enough time has passed since the last failure. */
  boolean allowed() {
    return nanoTime.getAsLong() - notBefore >= 0;
  }

  /** Runs the work; what it throws becomes a warning. */
  void run(FileWork work) {
    try {
      work.run();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      notBefore = nanoTime.getAsLong() + RETRY_NANOS;
      failures.warn(otherwise, e);
    }
  }

  /** Warns, once for each message. */
  void warn(String message) {
    failures.warn(message, null);
  }
}
