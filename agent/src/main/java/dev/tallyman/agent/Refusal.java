package dev.tallyman.agent;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Writes to the agent's log why the agent does nothing, where its inside can't be asked to.
 * Compiled for Java 8, as {@link Agent} is.
 *
 * <p>Threading: stateless.
 *
 * <p>Failure: a log that can't be written is an {@link IOException}.
 */
final class Refusal {
  private Refusal() {}

  /** Says why, if the options name a log. */
  static void say(String options, String why) throws IOException {
    String log = logOf(options);
    if (log.isEmpty()) {
      return;
    }
    // ProcessHandle is not in Java 8, and a bean would start half of the JDK's management.
    String pid = new File("/proc/self").getCanonicalFile().getName();
    String line = Instant.now() + " pid " + pid + ": " + why + "\n";
    Files.write(
        Paths.get(log),
        line.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Of two the last one counts, as of all options. */
  private static String logOf(String options) {
    String log = "";
    for (String option : options.split(",", -1)) {
      int equals = option.indexOf('=');
      if (equals > 0 && option.substring(0, equals).trim().equals("log")) {
        log = option.substring(equals + 1).trim();
      }
    }
    return log;
  }
}
