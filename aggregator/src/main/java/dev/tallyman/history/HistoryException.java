package dev.tallyman.history;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The history can't be used, or a commit to it failed. The message names its directory.
 *
 * <p>Threading: as any exception.
 */
public final class HistoryException extends IOException {
  private static final long serialVersionUID = 1;

  HistoryException(Path directory, String what) {
    super("history: " + what + ": directory=" + directory);
  }

  HistoryException(Path directory, String what, Throwable cause) {
    super("history: " + what + ": directory=" + directory + ", cause=" + cause.getMessage(), cause);
  }
}
