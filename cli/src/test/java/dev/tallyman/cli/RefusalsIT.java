package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can't work is refused in one line before anything is started. */
@Tag("slow")
@Timeout(60)
final class RefusalsIT {
  @TempDir private Path temporary;

  @ParameterizedTest
  @MethodSource
  void badInputIsNamed(List<String> arguments, String message) throws Exception {
    assertRefused(Map.of(), message, arguments.toArray(String[]::new));
  }

  static Stream<Arguments> badInputIsNamed() {
    return Stream.of(
        refusal("--workers=\"0\" is not a whole number from 1 to 1000", "up", "--workers", "0"),
        refusal("--workers=\"two\" is not a whole number from 1 to 1000", "up", "--workers=two"),
        refusal("--port=\"70000\" is not a whole number from 1 to 65535", "up", "--port", "70000"),
        refusal(
            "--metrics-port=\"-1\" is not a whole number from 1 to 65535",
            "up",
            "--metrics-port=-1"),
        refusal("--port=\"8001\" is the aggregator's port", "up", "--port", "8001"),
        refusal("--grace=\"1.5\" is not a whole number from 0 to 86400", "up", "--grace", "1.5"),
        refusal("--max-series=\"0\" is not", "up", "--max-series", "0"),
        refusal("--metrics-host=\"a b\" is not a known host", "up", "--metrics-host", "a b"),
        refusal("--dir=\"/dev/null/x\" can't be written to: ", "up", "--dir", "/dev/null/x"),
        refusal("no-such-program: command not found", "up", "--", "no-such-program", "--flag"),
        refusal("./pom.xml: not executable", "up", "./pom.xml", "--port=1"),
        refusal("--port is for dashboard workers", "up", "--port=1", "--", "true"),
        refusal("Unknown option: '--nonsense'", "up", "--nonsense"),
        refusal("Unmatched argument at index 0: 'nonsense'", "nonsense"),
        refusal("Missing required subcommand"),
        refusal("--port=\"x\" is not a whole number from 0 to 65535", "aggregator", "--port=x"),
        refusal("--dir=\"/proc/x\" can't be written to: ", "aggregator", "--dir=/proc/x"),
        refusal("--enabled=\"maybe\" is neither true nor false", "dashboard", "--enabled=maybe"),
        refusal("bad aggregator address", "dashboard", "--aggregator", "localhost:8001"),
        refusal(
            "--prometheus-url=\"localhost:9090\" is not an address such as",
            "dashboard",
            "--prometheus-url=localhost:9090"),
        refusal("--prometheus-url=\"x\" is not an address", "up", "--prometheus-url=x"),
        refusal(
            "--prometheus-url is for dashboard workers",
            "up",
            "--prometheus-url=http://x",
            "--",
            "true"),
        refusal(
            "--gauge-retention=\"10\" is not a time such as", "aggregator", "--gauge-retention=10"),
        refusal(
            "--gauge-modes=\"/no/such\" can't be read: ", "aggregator", "--gauge-modes=/no/such"),
        refusal("pom.xml, line 1: ", "up", "--gauge-modes=pom.xml"),
        refusal("--series-expiry=\"never\" is not a time such as", "up", "--series-expiry=never"),
        refusal("lie in one another: /tmp/a", "up", "--dir=/tmp/a", "--archive-dir=/tmp/a/archive"),
        refusal("Missing required subcommand (see tallyman archive --help)", "archive"),
        refusal("/no/such: no archive there", "archive", "show", "--archive-dir=/no/such"),
        refusal("/no/such_archive: no archive there", "archive", "export", "--dir=/no/such"),
        refusal("/no/such_archive: no archive there", "archive", "reset", "--dir=/no/such"),
        refusal("/no/such/file: no such file or directory", "inspect", "/no/such/file"),
        refusal("Missing required parameter: 'FILE|DIR'", "inspect"),
        refusal("NAME=\"robots\" is none of chedweb, bricklayers, ", "demo", "robots"),
        refusal("the examples are not there: they are built and run in a", "demo", "kernelci"));
  }

  @ParameterizedTest
  @MethodSource
  void aBadVariableIsNamed(String variable, String value, String verb) throws Exception {
    assertRefused(Map.of(variable, value), variable + "=\"" + value + "\" ", verb);
  }

  static Stream<Arguments> aBadVariableIsNamed() {
    return Stream.of(
        Arguments.of("PROMETHEUS_METRICS_PORT", "http", "up"),
        Arguments.of("PROMETHEUS_METRICS_PORT", "0x50", "aggregator"),
        Arguments.of("PROMETHEUS_METRICS_HOST", "a b", "up"),
        Arguments.of("PROMETHEUS_MULTIPROC_DIR", "/dev/null/x", "up"),
        Arguments.of("PROMETHEUS_MULTIPROC_DIR", "/dev/null/x", "aggregator"),
        Arguments.of("PROMETHEUS_METRICS_GAUGE_RETENTION", "1w", "up"),
        Arguments.of("PROMETHEUS_METRICS_SERIES_EXPIRY", "30", "aggregator"),
        Arguments.of("PROMETHEUS_METRICS_MAX_SERIES", "many", "up"),
        Arguments.of("PROMETHEUS_METRICS_PROMETHEUS_URL", "9090", "up"),
        Arguments.of("PROMETHEUS_METRICS_PROMETHEUS_URL", "ftp://x", "dashboard"),
        Arguments.of("PROMETHEUS_METRICS_ENABLED", "perhaps", "dashboard"));
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String dir = temporary.resolve("tally").toString();

      for (List<String> command :
          List.of(
              List.of("up", "--metrics-port", port, "--dir", dir),
              List.of("up", "--port", port, "--metrics-port", free(), "--dir", dir),
              List.of("aggregator", "--host=127.0.0.1", "--port", port, "--dir", dir),
              List.of("dashboard", "--host=127.0.0.1", "--port", port))) {
        assertRefused(
            Map.of(),
            "port=\"" + port + "\" can't be listened on: ",
            command.toArray(String[]::new));
      }
      assertRefused(
          Map.of("PROMETHEUS_METRICS_PORT", port, "PROMETHEUS_MULTIPROC_DIR", dir),
          "PROMETHEUS_METRICS_PORT=\"" + port + "\" can't be listened on: ",
          "up");
    }
  }

  @Test
  void anArchiveThatCantBeMadeIsNamed() throws Exception {
    String dir = temporary.resolve("tally").toString();
    for (String verb : List.of("up", "aggregator")) {
      assertRefused(
          Map.of("PROMETHEUS_METRICS_ARCHIVE_DIR", "/dev/null/x"),
          "PROMETHEUS_METRICS_ARCHIVE_DIR=\"/dev/null/x\" can't be written to: ",
          verb,
          "--dir=" + dir);
      assertRefused(
          Map.of(),
          "--archive-dir=\"/dev/null/x\" can't be written to: ",
          verb,
          "--dir=" + dir,
          "--archive-dir=/dev/null/x");
    }
  }

  @Test
  void aLinkInPlaceOfTheDirectoryIsRefused() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);

    assertRefused(
        Map.of(),
        "--dir=\"" + link + "\" is a symbolic link",
        "up",
        "--metrics-port=" + free(),
        "--dir=" + link);
  }

  private void assertRefused(Map<String, String> environment, String message, String... arguments)
      throws Exception {
    try (Tallyman refused = Tallyman.start(temporary, environment, arguments)) {
      assertThat(refused.awaitExit()).as(refused.err()).isEqualTo(Main.EXIT_REFUSED);
      assertThat(refused.err()).startsWith("tallyman: ").contains(message).hasLineCount(1);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.descendants()).isEmpty();
    }
  }

  private static String free() throws Exception {
    return Integer.toString(FreePorts.next());
  }

  private static Arguments refusal(String message, String... arguments) {
    return Arguments.of(List.of(arguments), message);
  }
}
