package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fleet in a real terminal, which sends its signals to every process in it. */
@Timeout(120)
final class TerminalIT {
  /** Runs a command in a terminal; once it says the word, types Ctrl-C or closes the terminal. */
  private static final String IN_A_TERMINAL =
      """
      import os, pty, signal, sys
      word, act, command = sys.argv[1].encode(), sys.argv[2], sys.argv[3:]
      pid, terminal = pty.fork()
      if pid == 0:
          # A login shell's child listens to its terminal, whoever started these tests.
          signal.signal(signal.SIGINT, signal.SIG_DFL)
          signal.signal(signal.SIGHUP, signal.SIG_DFL)
          os.execv(command[0], command)
      signal.alarm(90)
      seen = b''
      while word not in seen:
          seen += os.read(terminal, 65536)
      if act == 'close':
          os.close(terminal)
      else:
          os.write(terminal, b'\\x03')
          try:
              while os.read(terminal, 65536):
                  pass
          except OSError:
              pass  # How Linux says that nobody has the terminal any more.
      print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """;

  @TempDir private Path temporary;

  @Test
  void controlCEndsAllInOrder() throws Exception {
    assertEndsCleanly("type");
  }

  @Test
  void aClosedTerminalIsNoRequestForARestart() throws Exception {
    assertEndsCleanly("close");
  }

  private void assertEndsCleanly(String act) throws Exception {
    Path log = temporary.resolve("log");
    String worker =
        "trap 'sleep 0.2; echo $PROMETHEUS_METRICS_WORKER_NAME >> %s; exit 0' INT TERM HUP;"
            .formatted(log);
    Process terminal =
        start(act, "--workers", "2", "--", "sh", "-c", worker + " while :; do sleep 0.05; done");
    String printed = new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).isEqualTo("0\n");
    assertThat(Files.readAllLines(log)).containsExactlyInAnyOrder("worker-1", "worker-2");
  }

  private Process start(String act, String... flags) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/python3", "-c", IN_A_TERMINAL, "tallyman: metrics", act));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", Tallyman.JAR.toString(), "up", "--metrics-host=127.0.0.1"));
    command.add("--metrics-port=" + FreePorts.next());
    command.add("--dir=" + temporary.resolve("tally"));
    command.addAll(List.of(flags));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
