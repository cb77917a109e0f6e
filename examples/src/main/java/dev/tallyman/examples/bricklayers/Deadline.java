package dev.tallyman.examples.bricklayers;

import java.time.Duration;

/**
 * When something has to be done by.
 *
 * <p>Threading: immutable.
 */
record Deadline(long nanos) {
  /** Thrown when it is too late. */
  static final class MissedException extends Exception {
    private static final long serialVersionUID = 1;

    MissedException() {
      super("out of time");
    }
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** For long work to ask now and then, for nobody else can stop it. */
  void check() throws MissedException {
    if (System.nanoTime() - nanos > 0) {
      throw new MissedException();
    }
  }
}
