package dev.tallyman.tally;

import java.nio.file.FileSystemException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Warns once for each cause, so that a full disk does not fill the log as well.
 *
 * <p>It does so in a thread of its own. A log handler is the application's code: it may wait for a
 * lock of its own, record metrics itself, or throw, and whoever warns here holds the tally's lock
 * and is on its way through an application's {@code inc()}.
 *
 * <p>Threading: safe for all threads. Failure: none.
 */
public final class FailureLog {
  private static final int CAUSES_REMEMBERED = 64;

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /** Warns, unless the same was said before. */
  public void warn(String what, @Nullable Throwable cause) {
    String message = cause == null ? what : what + ", cause=" + reason(cause);
    if (said.size() < CAUSES_REMEMBERED && said.add(message)) {
      Thread thread = new Thread(null, () -> Warnings.say(message), "tallyman-log", 0, false);
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        boolean unused = said.remove(message); // no thread to be had: it is said another time
      }
    }
  }

  /** Without the file's name, which is another one at every attempt. */
  private static String reason(Throwable cause) {
    if (cause instanceof FileSystemException e) {
      return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
    return String.valueOf(cause.getMessage());
  }
}
