package dev.tallyman.supervisor;

import java.time.Duration;
import java.util.Locale;

/**
 * Numbers as people read them.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none.
 */
final class Wording {
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  private Wording() {}

  /** How a process ended, from its exit code as the JDK reports it. */
  static String exit(int code) {
    boolean bySignal = code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL;
    return "exit code " + code + (bySignal ? " (signal " + (code - SIGNAL_BASE) + ")" : "");
  }

  /** A span of time, {@code 0.3 s} or {@code 2h5m12s}. */
  static String span(long millis) {
    return millis < 100_000
        ? String.format(Locale.ROOT, "%.2f s", millis / 1000.0)
        : Duration.ofSeconds(millis / 1000).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
