package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class VerbsIT {
  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"up", "aggregator", "dashboard", "inspect", "archive", "doctor"})
  void everyVerbExplainsItself(String verb) throws Exception {
    try (Tallyman help = Tallyman.start(temporary, verb, "--help")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.out()).startsWith("Usage: tallyman " + verb);
      assertThat(help.err()).isEmpty();
    }
  }

  @Test
  void theHelpListsTheVerbs() throws Exception {
    try (Tallyman help = Tallyman.start(temporary, "--help")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.out())
          .contains(
              "  up ", "  aggregator ", "  dashboard ", "  inspect ", "  archive ", "  doctor ")
          .doesNotContain("rehearse");
    }
  }

  @Test
  void theVersionIsKnown() throws Exception {
    try (Tallyman version = Tallyman.start(temporary, "--version")) {
      assertThat(version.awaitExit()).isZero();
      assertThat(version.out()).matches("tallyman \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\n");
    }
  }

  @Test
  void anAggregatorAndADashboardRunAlone() throws Exception {
    String directory = temporary.resolve("tally").toString();
    try (Tallyman aggregator =
        Tallyman.start(
            temporary, "aggregator", "--host=127.0.0.1", "--port=0", "--dir=" + directory)) {
      String address = listening(aggregator);
      assertThat(address).endsWith("/metrics/");
      int metricsPort = portOf(address);
      try (Tallyman dashboard =
          Tallyman.start(
              temporary,
              Map.of(
                  "PROMETHEUS_METRICS_PORT",
                  Integer.toString(metricsPort),
                  "PROMETHEUS_METRICS_HOST",
                  "127.0.0.1",
                  "PROMETHEUS_MULTIPROC_DIR",
                  directory),
              "dashboard",
              "--host=127.0.0.1",
              "--port=0",
              "--enabled=true",
              "--worker-name=alone")) {
        int port = portOf(listening(dashboard));
        assertThat(Tallyman.get(port, "/health").getValue()).contains("\"alone\"");
        assertThat(Tallyman.get(port, "/metrics").getValue()).contains("endpoint=\"/health\"");

        dashboard.signal("TERM");

        assertThat(dashboard.awaitExit()).isZero();
      }
      assertThat(Tallyman.get(metricsPort, "/metrics").getValue()).contains("/health");

      aggregator.signal("INT");

      assertThat(aggregator.awaitExit()).isZero();
      assertThat(aggregator.err()).isEmpty();
    }
  }

  @Test
  void aTallyFileIsPrintedForPeopleAndForPrograms() throws Exception {
    Path file = record();
    try (Tallyman text = Tallyman.start(temporary, "inspect", file.toString())) {
      assertThat(text.awaitExit()).isZero();
      assertThat(text.out())
          .contains(file + ": worker (pid " + ProcessHandle.current().pid() + ", dead), 2 series")
          .containsPattern("(?m)^id .*, format 1\\.1$")
          .contains("counter calls: Calls.\n  {path=\"/\\u001b[31m\"} 42.0\n")
          .contains("histogram seconds\n  sum 0.5, buckets {0.1=0, 1.0=1, +Inf=0}\n");
    }
    try (Tallyman json = Tallyman.start(temporary, "inspect", "--json", file.toString())) {
      assertThat(json.awaitExit()).isZero();
      JsonNode dump = new ObjectMapper().readTree(json.out());
      assertThat(dump.at("/summary/worker/live").asBoolean(true)).isFalse();
      assertThat(dump.at("/summary/format").asText()).isEqualTo("1.1");
      assertThat(dump.at("/summary/familiesPassedOver").asInt(-1)).isZero();
      assertThat(dump.at("/families/0/series/0/values/value").asDouble()).isEqualTo(42);
      assertThat(dump.at("/families/1/series/0/values/buckets/1.0").asInt()).isOne();
    }
  }

  @Test
  void aDirectoryIsListedWithItsBadFiles() throws Exception {
    Path file = record();
    Files.writeString(file.resolveSibling("bad.tally"), "nonsense");
    Path python = Files.createFile(file.resolveSibling("gauge_livesum_12.db"));
    String directory = String.valueOf(file.getParent());
    try (Tallyman text = Tallyman.start(temporary, "inspect", directory)) {
      assertThat(text.awaitExit()).isZero();
      assertThat(text.out())
          .containsPattern(
              "(?m)^dead +\\d+ +2 +\\d+ +1\\.1 +" + Pattern.quote(file.toString()) + "$")
          .containsPattern("(?m)^unreadable +\\S+/bad\\.tally: ")
          .containsPattern("(?m)^foreign +\\S+_12\\.db: written by Python's prometheus_client,")
          .endsWith("3 files: 1 dead, 1 unreadable, 1 foreign\n");
    }
    try (Tallyman foreign = Tallyman.start(temporary, "inspect", python.toString())) {
      assertThat(foreign.awaitExit()).isEqualTo(Main.EXIT_FAILED);
      assertThat(foreign.err()).contains("gauge_livesum of pid 12").hasLineCount(1);
    }
    try (Tallyman bad = Tallyman.start(temporary, "inspect", directory + "/bad.tally")) {
      assertThat(bad.awaitExit()).isEqualTo(Main.EXIT_FAILED);
      assertThat(bad.err()).contains("bad.tally").hasLineCount(1);
    }
  }

  @Test
  void aRehearsalLeavesNothingBehind() throws Exception {
    try (Tallyman rehearsal = Tallyman.start(temporary, "rehearse")) {
      assertThat(rehearsal.awaitExit()).as(rehearsal.err()).isZero();
      assertThat(rehearsal.descendants()).isEmpty();
    }
  }

  private Path record() throws Exception {
    try (MetricRegistry registry = MetricRegistry.inDirectory(temporary.resolve("tally"))) {
      Counter.builder()
          .name("calls_total")
          .help("Calls.")
          .labelNames("path")
          .register(registry)
          .labelValues("/\u001b[31m")
          .inc(42);
      Histogram.builder()
          .name("seconds")
          .classicUpperBounds(0.1, 1)
          .register(registry)
          .observe(0.5);
      return registry.tallyFile().orElseThrow();
    }
  }

  private static String listening(Tallyman server) {
    server.awaitOut("(?m)^listening on \\S+$");
    return server.out().strip().replace("listening on ", "");
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.replaceAll(".*:(\\d+)/.*", "$1"));
  }
}
