package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the dead, as one sees it from the command line. */
@Timeout(180)
@Tag("slow")
final class ArchiveIT {
  /** Runs a command in a terminal, answers its question, and prints what it says and its end. */
  private static final String IN_A_TERMINAL =
      """
      import os, pty, signal, sys
      answer, command = sys.argv[1], sys.argv[2:]
      pid, terminal = pty.fork()
      if pid == 0:
          os.execv(command[0], command)
      signal.alarm(90)
      seen = b''
      try:
          while b'[y/N]' not in seen:
              seen += os.read(terminal, 65536)
          os.write(terminal, answer.encode() + b'\\n')
          while True:
              seen += os.read(terminal, 65536)
      except OSError:
          pass  # How Linux says that nobody has the terminal any more.
      print(seen.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """;

  @TempDir private Path temporary;
  private Path tallies;
  private Path archive;

  @BeforeEach
  void name() {
    tallies = temporary.resolve("tally");
    archive = temporary.resolve("tally_archive");
  }

  @Test
  void whatTheDeadHaveCountedIsShownAndWrittenOut() throws Exception {
    Path file = record();
    assertThat(inspect()).containsPattern("(?m)^dead ").endsWith("1 file: 1 dead\n");
    byte[] copy = Files.readAllBytes(file);
    try (Tallyman aggregator = startAggregator()) {
      aggregator.await("the fold", () -> !Files.exists(file));
      assertThat(run(0, "archive", "show", "--dir", tallies.toString()))
          .startsWith(archive + ": archive of version 1, begun 20")
          .contains("\n2 series of 2 families, counted since 20")
          .containsPattern("(?m)^counter +calls +1 +42$")
          .containsPattern("(?m)^histogram +seconds +1 +1 +0.5$");
      JsonNode shown = new ObjectMapper().readTree(run(0, show("--json")));
      assertThat(shown.at("/families/0/total").asDouble()).isEqualTo(42);
      assertThat(shown.at("/filesKnown").asInt()).isOne();

      aggregator.signal("TERM");
      assertThat(aggregator.awaitExit()).isZero();
    }
    // As if it could not be removed, or came back with a backup; an aggregator would remove it.
    Files.write(file, copy);
    assertThat(inspect()).containsPattern("(?m)^folded ").endsWith("1 file: 1 folded\n");
    String page = run(0, "archive", "export", "--archive-dir", archive.toString());
    assertThat(page)
        .contains("calls_total{path=\"/\"} 42.0\n")
        .contains("seconds_bucket{le=\"1.0\"} 1\n")
        .isEqualTo(run(0, "archive", "export", "--dir", tallies.toString()));
    assertThat(promtool(page)).isEmpty();
    assertThat(run(0, "archive", "export", "--openmetrics", "--dir", tallies.toString()))
        .contains("# TYPE calls counter\n")
        .endsWith("# EOF\n");
  }

  @Test
  void whoeverHoldsTheArchiveIsNamed() throws Exception {
    try (Tallyman aggregator = startAggregator()) {
      String dir = tallies.toString();
      String holder = "held by another process, pid=" + aggregator.pid() + ": directory=" + archive;
      String port = Integer.toString(FreePorts.next());
      for (List<String> command :
          List.of(
              List.of("aggregator", "--host=127.0.0.1", "--port=0", "--dir", dir),
              List.of("up", "--metrics-port", port, "--dir", dir, "--", "true"),
              List.of("archive", "reset", "--yes", "--dir", dir))) {
        try (Tallyman second = Tallyman.start(temporary, command.toArray(String[]::new))) {
          assertThat(second.awaitExit()).as(second.err()).isEqualTo(Main.EXIT_REFUSED);
          assertThat(second.err()).startsWith("tallyman: ").contains(holder).hasLineCount(1);
          assertThat(second.out()).isEmpty();
        }
      }
      assertThat(run(0, show())).contains("\n0 series of 0 families");
    }
  }

  @Test
  void aResetAsksAndSaysWhatItDrops() throws Exception {
    recordAndFold();
    String dir = tallies.toString();
    try (Tallyman nobodyToAsk = Tallyman.start(temporary, "archive", "reset", "--dir", dir)) {
      assertThat(nobodyToAsk.awaitExit()).isEqualTo(Main.EXIT_REFUSED);
      assertThat(nobodyToAsk.err()).contains("no terminal to ask at").contains("--yes");
    }
    for (String no : new String[] {"", "n", "maybe"}) {
      assertThat(inATerminal(no, "archive", "reset", "--dir", dir))
          .contains("drops 2 series of 2 families, counted since 20")
          .contains("nothing dropped")
          .endsWith(" 1\n");
    }
    assertThat(run(0, show())).contains("2 series");

    assertThat(inATerminal("Y", "archive", "reset", "--dir", dir)).endsWith("dropped\r\n 0\n");

    assertThat(run(Main.EXIT_REFUSED, show())).isEmpty();
  }

  @Test
  void aDamagedArchiveIsRefusedAndCanBeReset() throws Exception {
    recordAndFold();
    Path data = archive.resolve("data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    for (byte[] bad : new byte[][] {new byte[bytes.length], new byte[0]}) {
      Files.write(data, bad);
      for (String[] command :
          new String[][] {
            show(), {"aggregator", "--host=127.0.0.1", "--port=0", "--dir", tallies.toString()}
          }) {
        try (Tallyman refused = Tallyman.start(temporary, command)) {
          assertThat(refused.awaitExit()).isEqualTo(Main.EXIT_FAILED);
          assertThat(refused.err())
              .startsWith("tallyman: archive: ")
              .contains("tallyman archive reset")
              .contains("directory=" + archive)
              .hasLineCount(1);
        }
      }
    }
    assertThat(run(0, "archive", "reset", "--yes", "--dir", tallies.toString()))
        .contains("what it drops can't be told: archive: data.mdb is empty or missing")
        .endsWith("dropped\n");
    startAggregator().close();
  }

  private Path record() throws Exception {
    try (MetricRegistry registry = MetricRegistry.inDirectory(tallies)) {
      Counter.builder()
          .name("calls_total")
          .help("Calls.")
          .labelNames("path")
          .register(registry)
          .labelValues("/")
          .inc(42);
      Histogram.builder()
          .name("seconds")
          .help("Time.")
          .classicUpperBounds(0.1, 1)
          .register(registry)
          .observe(0.5);
      return registry.tallyFile().orElseThrow();
    }
  }

  private void recordAndFold() throws Exception {
    Path file = record();
    try (Tallyman aggregator = startAggregator()) {
      aggregator.await("the fold", () -> !Files.exists(file));
      aggregator.signal("TERM");
      assertThat(aggregator.awaitExit()).isZero();
    }
  }

  private Tallyman startAggregator() throws IOException {
    Tallyman aggregator =
        Tallyman.start(
            temporary, "aggregator", "--host=127.0.0.1", "--port=0", "--dir", tallies.toString());
    aggregator.awaitOut("(?m)^listening on \\S+$");
    return aggregator;
  }

  private String inspect() throws IOException {
    return run(0, "inspect", tallies.toString());
  }

  private String[] show(String... flags) {
    return Stream.concat(
            Stream.of("archive", "show", "--dir", tallies.toString()), Stream.of(flags))
        .toArray(String[]::new);
  }

  private String run(int exitCode, String... arguments) throws IOException {
    try (Tallyman verb = Tallyman.start(temporary, arguments)) {
      assertThat(verb.awaitExit()).as(verb.err()).isEqualTo(exitCode);
      return verb.out();
    }
  }

  private static String inATerminal(String answer, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/python3", "-c", IN_A_TERMINAL, answer));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", Tallyman.JAR.toString()));
    command.addAll(List.of(arguments));
    return output(new ProcessBuilder(command).start());
  }

  /** What the judge has to say of a page. */
  private static String promtool(String page) throws Exception {
    Process judge = new ProcessBuilder("promtool", "check", "metrics").start();
    try (OutputStream in = judge.getOutputStream()) {
      in.write(page.getBytes(StandardCharsets.UTF_8));
    }
    return output(judge);
  }

  private static String output(Process process) throws Exception {
    process.getOutputStream().close();
    String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return all + errors;
  }
}
