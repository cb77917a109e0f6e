package dev.tallyman.aggregator;

import java.util.function.Supplier;

/**
 * A change of what is folded in memory, made wholly or not at all. What breaks it in the middle, a
 * heap that is full for example, would leave totals that are wrong for good. So then the process
 * ends: one that starts from what is stored is exact.
 *
 * <p>Threading: stateless.
 */
final class WholeChange {
  /** As by {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int EXIT = 3;

  private static final System.Logger LOG = System.getLogger(WholeChange.class.getPackageName());

  private WholeChange() {}

  static void of(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException | Error e) {
      throw end(e);
    }
  }

  static <T> T of(Supplier<T> change) {
    try {
      return change.get();
    } catch (RuntimeException | Error e) {
      throw end(e);
    }
  }

  /** There may be no memory left to say so. */
  private static AssertionError end(Throwable cause) {
    try {
      LOG.log(
          System.Logger.Level.ERROR,
          "ends here: what the dead have counted is folded by half; the next start counts it right",
          cause);
    } finally {
      Runtime.getRuntime().halt(EXIT);
    }
    return new AssertionError("halted");
  }
}
