package dev.tallyman.tally;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Runs file operations where no application can interrupt them.
 *
 * <p>An interrupt that meets a thread inside a {@link java.nio.channels.FileChannel} closes the
 * channel, and with the channel goes the lock that says the worker is alive. Threads of an
 * application are interrupted all the time, so the few operations of a worker's file (birth and
 * growth) run in a short-lived thread that nobody else knows.
 */
final class UninterruptedIo {
  /** A file operation. */
  interface Task<T> {
    T run() throws IOException;
  }

  private UninterruptedIo() {}

  /**
   * Runs a task to its end, even if the calling thread is interrupted meanwhile.
   *
   * @throws IOException if the task fails in any way, or no thread could be started
   */
  static <T> T run(Task<T> task) throws IOException {
    Run<T> run = new Run<>(task);
    Thread thread = new Thread(null, run, "tallyman-io", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      throw new IOException("no thread for file operations", e);
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return run.outcome();
  }

  private static final class Run<T> implements Runnable {
    private final Task<T> task;
    private @Nullable T result;
    private @Nullable Throwable failure;

    Run(Task<T> task) {
      this.task = task;
    }

    @Override
    public void run() {
      try {
        result = task.run();
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        failure = e;
      }
    }

    T outcome() throws IOException {
      if (result != null) {
        return result;
      }
      if (failure instanceof IOException io) {
        throw io;
      }
      throw new IOException("file operation failed: " + failure, failure);
    }
  }
}
