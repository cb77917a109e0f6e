package dev.tallyman.instrumentation.system;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries to read what may be unreadable on some host.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: logged the first time; there will be another sample.
 */
final class Attempts {
  private static final System.Logger LOG = System.getLogger(Attempts.class.getPackageName());

  private final String what;
  private final AtomicBoolean failed = new AtomicBoolean();

  Attempts(String what) {
    this.what = what;
  }

  /** What may fail. */
  interface Reading {
    void take() throws IOException;
  }

  void run(Reading reading) {
    try {
      reading.take();
    } catch (IOException | RuntimeException e) {
      if (failed.compareAndSet(false, true)) {
        LOG.log(System.Logger.Level.WARNING, "no metrics of " + what + ": it can't be read", e);
      }
    }
  }
}
