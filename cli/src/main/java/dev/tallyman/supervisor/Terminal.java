package dev.tallyman.supervisor;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The terminal that this process was started from, if any.
 *
 * <p>SIGHUP has two meanings: somebody asks for a restart, or the terminal was closed. Only in the
 * second case can the terminal not be opened any more.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none; no terminal is an answer.
 */
public final class Terminal {
  private static final Path CONTROLLING = Path.of("/dev/tty");

  private final boolean had = opens();

  /** There was one, and it is gone. */
  public boolean isClosed() {
    return had && !opens();
  }

  private static boolean opens() {
    try (FileInputStream opened = new FileInputStream(CONTROLLING.toFile())) {
      return opened.getFD().valid();
    } catch (IOException e) {
      return false;
    }
  }
}
