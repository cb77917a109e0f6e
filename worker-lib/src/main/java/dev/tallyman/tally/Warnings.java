package dev.tallyman.tally;

import java.util.function.Consumer;

/**
 * Where this library's warnings go: to the platform's logging, unless the process belongs to
 * somebody whose output is not to be touched, as with the agent.
 *
 * <p>Threading: safe for all threads.
 */
public final class Warnings {
  private static volatile Consumer<String> sink = Warnings::log;

  private Warnings() {}

  /** From now on they go there, and nowhere else. */
  public static void to(Consumer<String> other) {
    sink = other;
  }

  static void say(String message) {
    sink.accept(message);
  }

  private static void log(String message) {
    // Not in a field: to set up logging takes some 30 ms of a worker's start, and most say nothing.
    System.Logger logger = System.getLogger(Warnings.class.getPackageName());
    logger.log(System.Logger.Level.WARNING, message);
  }
}
