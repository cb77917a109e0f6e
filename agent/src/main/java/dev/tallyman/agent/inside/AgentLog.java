package dev.tallyman.agent.inside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agent's log: a file, if one was asked for, and otherwise nothing, for the output of the JVM
 * is the application's. All processes of a host may share one.
 *
 * <p>Threading: safe for all threads. Failure: none; a log that can't be written is given up.
 */
final class AgentLog implements Consumer<String> {
  private @Nullable Path file;

  private AgentLog(@Nullable Path file) {
    this.file = file;
  }

  static AgentLog at(String file) {
    try {
      return new AgentLog(file.isEmpty() ? null : Path.of(file));
    } catch (InvalidPathException e) {
      return new AgentLog(null);
    }
  }

  @Override
  public synchronized void accept(String message) {
    Path to = file;
    if (to == null) {
      return;
    }
    String line = Instant.now() + " pid " + ProcessHandle.current().pid() + ": " + message + "\n";
    try {
      Files.write(
          to,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      file = null;
    }
  }
}
