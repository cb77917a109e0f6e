package dev.tallyman.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How one of our own processes learns that its supervisor is gone, even by SIGKILL.
 *
 * <p>Its standard input is a pipe of which the supervisor holds the other end and into which nobody
 * writes. The kernel closes that end with the supervisor, and the read here ends at once; no pid is
 * polled and none can be mistaken. A worker whose standard input is the {@link SharedListener}
 * looks now and then whether its parent is still the same.
 *
 * <p>Threading: one daemon thread, which runs the action.
 *
 * <p>Failure: a pipe that can't be read means the same as one that ended.
 */
public final class Lifeline {
  private static final long LOOK_MILLIS = 250;

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

  /** The same for a process whose standard input is not a pipe. */
  public static void hold(long supervisor, Runnable whenLost) {
    Signals.ignore("INT");
    Signals.ignore("HUP");
    ScheduledExecutorService looks =
        Executors.newSingleThreadScheduledExecutor(
            look -> {
              Thread thread = new Thread(look, "lifeline");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        looks.scheduleWithFixedDelay(
            () -> {
              if (!isParent(supervisor)) {
                looks.shutdown();
                whenLost.run();
              }
            },
            0,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** An orphan has another parent at once, so no pid can be mistaken here either. */
  private static boolean isParent(long supervisor) {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L) == supervisor;
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
