package dev.tallyman.supervisor;

import java.io.IOException;
import java.io.InputStream;

/**
 * How one of our own processes learns that its supervisor is gone, even by SIGKILL.
 *
 * <p>Its standard input is a pipe of which the supervisor holds the other end and into which nobody
 * writes. The kernel closes that end with the supervisor, and the read here ends at once; no pid is
 * polled and none can be mistaken.
 *
 * <p>Threading: one daemon thread, which runs the action.
 *
 * <p>Failure: a pipe that can't be read means the same as one that ended.
 */
public final class Lifeline {
  private Lifeline() {}

  /**
   * Makes this process live no longer than its supervisor, and lets the supervisor alone decide:
   * Ctrl-C and a closed terminal reach every process of the terminal, but the fleet has to end in
   * order.
   */
  public static void hold(Runnable whenLost) {
    Signals.ignore("INT");
    Signals.ignore("HUP");
    Thread thread = new Thread(() -> awaitEnd(System.in, whenLost), "lifeline");
    thread.setDaemon(true);
    thread.start();
  }

  static void awaitEnd(InputStream pipe, Runnable whenLost) {
    try {
      while (pipe.read() >= 0) {
        // Nothing of meaning ever comes.
      }
    } catch (IOException e) {
      System.getLogger(Lifeline.class.getName())
          .log(System.Logger.Level.WARNING, "supervisor out of reach", e);
    }
    whenLost.run();
  }
}
