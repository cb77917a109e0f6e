package dev.tallyman.cli;

import dev.tallyman.supervisor.Lifeline;
import dev.tallyman.supervisor.Signals;
import java.util.concurrent.CompletableFuture;

/**
 * How long a process of ours serves: until SIGTERM, and until Ctrl-C or until its supervisor ends.
 *
 * <p>Threading: safe for all threads.
 */
final class Lifetime {
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  private Lifetime() {
    Logs.configure();
    Signals.on("TERM", () -> end.complete(Main.EXIT_OK));
  }

  /** Of a process that somebody started by hand. */
  static Lifetime ofItsOwn() {
    Lifetime lifetime = new Lifetime();
    Signals.on("INT", () -> lifetime.end.complete(Main.EXIT_OK));
    return lifetime;
  }

  /** Of a process that {@code up} started. */
  static Lifetime underASupervisor() {
    Lifetime lifetime = new Lifetime();
    Lifeline.hold(() -> lifetime.end.complete(Main.EXIT_FAILED));
    return lifetime;
  }

  /** Of a worker that {@code up} started to accept from a socket of its own. */
  static Lifetime accepting(long supervisor) {
    Lifetime lifetime = new Lifetime();
    Lifeline.hold(supervisor, () -> lifetime.end.complete(Main.EXIT_FAILED));
    return lifetime;
  }

  /** Waits for the end, and says with which exit code. */
  int awaitEnd() {
    return end.join();
  }
}
