package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What tests do with processes that they know only by pid. */
public final class Processes {
  private Processes() {}

  /** The whole lines that a process has written to the file until now. */
  public static List<String> lines(Path file) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal by the name that {@code kill} knows. */
  public static void signal(String name, String pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** None of them is there any more, not even as a zombie that somebody else has to reap. */
  public static void assertGone(List<String> pids) {
    assertThat(pids).isNotEmpty();
    for (String pid : pids) {
      assertThat(isAlive(pid)).as("process %s", pid).isFalse();
    }
  }

  /** There, and not a zombie. */
  public static boolean isAlive(String pid) {
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
