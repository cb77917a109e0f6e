package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code top} of a real fleet, without a terminal and in a real one. */
@Tag("slow")
@Timeout(120)
final class TopIT {
  /** Looks on in a terminal of 24 lines, then of 12, then types q; tells what it has seen. */
  private static final String IN_A_TERMINAL =
      """
      import fcntl, os, pty, re, signal, struct, sys, termios
      def resize(rows, columns):
          fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
      def frame(*wanted):
          seen = b''
          while not (seen.endswith(b'\\x1b[J') and all(word in seen for word in wanted)):
              seen += os.read(terminal, 65536)
          last = re.split(rb'\\x1b\\[H', seen)[-1]
          return [re.sub(r'\\x1b\\[[0-9;?]*[a-zA-Z]', '', line) for line in last.decode().split('\\r\\n')]
      pid, terminal = pty.fork()
      if pid == 0:
          os.execv(sys.argv[1], sys.argv[1:])
      signal.alarm(90)
      before = termios.tcgetattr(terminal)
      resize(24, 100)
      tall = frame(b'CALLS/S', b'/health', b'live')
      resize(12, 40)
      small = frame(b'q quits')
      while len(small) > 12 or max(map(len, small)) > 40:
          small = frame(b'q quits')
      os.write(terminal, b'q')
      status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      print('exit', status)
      print('fits', len(tall) <= 24 and max(map(len, tall)) <= 100)
      print('as before', termios.tcgetattr(terminal) == before)
      print('\\n'.join(tall))
      """;

  @TempDir private Path temporary;

  private final int port = FreePorts.next();

  TopIT() throws IOException {}

  private Tallyman start() throws Exception {
    Tallyman up =
        Tallyman.start(
            temporary,
            "up",
            "--workers=2",
            "--host=127.0.0.1",
            "--metrics-host=127.0.0.1",
            "--port=" + port,
            "--metrics-port=" + FreePorts.next(),
            "--dir=" + temporary.resolve("tallies"));
    up.awaitOut("tallyman: dashboard");
    assertThat(Tallyman.get(port, "/health").getKey()).isEqualTo(200);
    return up;
  }

  @Test
  void withoutATerminalItWritesOneTableAndEnds() throws Exception {
    try (Tallyman up = start();
        Tallyman top = top("http://127.0.0.1:" + port)) {
      assertThat(top.awaitExit()).isZero();
      assertThat(up.err()).isEmpty();

      assertThat(top.out())
          .containsPattern(
              "(?m)^tallyman at http://127.0.0.1:" + port + ": 2 live, [0-9.]+ calls/s$")
          .containsPattern("(?m)^worker-1 +live +\\d+ +[0-9.]+ (s|min) ")
          .containsPattern(
              "(?m)^METHOD +ENDPOINT +CALLS/S +AVERAGE (5M|ALL) +P95 \\1 +ERRORS +CALLS$")
          .containsPattern("(?m)^GET +/health +[0-9.]+ +[0-9.]+ \\S+ +[0-9.]+ \\S+ +0 +\\d+$")
          .doesNotContain("\033");
      assertThat(top.err()).isEmpty();
    }
  }

  @Test
  void withoutADashboardItSaysSoAndFails() throws Exception {
    String nobody = "http://127.0.0.1:" + FreePorts.next();
    try (Tallyman top = top(nobody)) {
      assertThat(top.awaitExit()).isEqualTo(Main.EXIT_FAILED);
      assertThat(top.err()).startsWith("tallyman: no dashboard at " + nobody);
    }
  }

  @Test
  void inATerminalItFitsFollowsTheSizeAndQuitsByQ() throws Exception {
    try (Tallyman up = start()) {
      String told = inATerminal("top", "--every=1", "--url=http://127.0.0.1:" + port);

      assertThat(told)
          .startsWith("exit 0\nfits True\nas before True\n")
          .contains("q quits", "worker-2", "/health");
      assertThat(up.err()).isEmpty();
    }
  }

  private static String inATerminal(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", IN_A_TERMINAL));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", Tallyman.JAR.toString()));
    command.addAll(List.of(arguments));
    Process terminal =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String told = new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return told;
  }

  private Tallyman top(String url) throws IOException {
    return Tallyman.start(temporary, "top", "--url=" + url);
  }
}
