package dev.tallyman.supervisor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One living process of a {@link Child}, with its outputs carried to the console.
 *
 * <p>Threading: safe for all threads. Each output has a daemon thread, and one more waits for the
 * end.
 *
 * <p>Failure: none after the start.
 */
final class ChildProcess {
  private static final byte[] READY = ChildPlan.READY.getBytes(StandardCharsets.US_ASCII);
  private static final long LAST_LINES_MILLIS = 1_000;

  /** Hears what becomes of a process, on threads of the process's own. */
  interface Listener {
    /** One of our own programs said that it serves; see {@link ChildPlan#READY}. */
    void ready(ChildProcess process);

    /** It has ended, and its last lines are on the console. */
    void ended(ChildProcess process, int exitCode);
  }

  private final Process process;
  private final Listener listener;

  private ChildProcess(Process process, Listener listener) {
    this.process = process;
    this.listener = listener;
  }

  static ChildProcess start(ChildPlan plan, Console console, Listener listener) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(plan.command());
    builder.environment().putAll(plan.environment());
    switch (plan.kin()) {
      case OURS -> {}
      case OURS_LISTENING -> builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
      case THEIRS -> builder.redirectInput(new File("/dev/null"));
    }
    ChildProcess child = new ChildProcess(builder.start(), listener);
    child.carryOutputs(plan, console);
    return child;
  }

  /** What it has started, and they. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  void terminate() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  private void carryOutputs(ChildPlan plan, Console console) {
    String name = plan.name();
    Thread out =
        OutputPump.start(
            name,
            process.getInputStream(),
            line -> {
              console.line(Console.Stream.OUT, name, line);
              if (plan.kin().saysReady() && startsWithReady(line)) {
                listener.ready(this);
              }
            });
    Thread err =
        OutputPump.start(
            name, process.getErrorStream(), line -> console.line(Console.Stream.ERR, name, line));
    Thread waiter = new Thread(() -> awaitEnd(out, err), "end of " + name);
    waiter.setDaemon(true);
    waiter.start();
  }

  private void awaitEnd(Thread out, Thread err) {
    try {
      int exitCode = process.waitFor();
      // Bounded: a reader of our own output may have stopped reading.
      out.join(LAST_LINES_MILLIS);
      err.join(LAST_LINES_MILLIS);
      listener.ended(this, exitCode);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean startsWithReady(byte[] line) {
    return line.length >= READY.length
        && Arrays.equals(line, 0, READY.length, READY, 0, READY.length);
  }
}
