package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("slow")
final class DoctorIT {
  private static final String README = readmesRow();

  @TempDir private Path temporary;

  @Test
  void aFleetIsWellUntilAFileIsDamaged() throws Exception {
    String directory = temporary.resolve("tally").toString();
    String port = "--port=" + FreePorts.next();
    try (Tallyman aggregator = aggregator(directory, port)) {
      aggregator.awaitOut("listening on ");

      try (Tallyman doctor = Tallyman.start(temporary, "doctor", "--dir=" + directory, port)) {
        assertThat(doctor.awaitExit()).as(doctor.out()).isZero();
        assertThat(doctor.out())
            .containsPattern("ok +directory +" + directory)
            .containsPattern("ok +archive +" + directory + "_archive: series=0")
            .containsPattern("ok +aggregator .*pid=" + aggregator.pid())
            .containsPattern("ok +aggregator +answers at http://127.0.0.1:\\d+, release=");
        assertThat(doctor.err()).isEmpty();
      }

      Files.writeString(Path.of(directory, "bad.tally"), "TALLYMAN, but not further");
      try (Tallyman doctor =
          Tallyman.start(temporary, "doctor", "--json", "--dir=" + directory, port)) {
        assertThat(doctor.awaitExit()).isOne();
        JsonNode findings = new ObjectMapper().readTree(doctor.out());
        assertThat(findings).allSatisfy(DoctorIT::isAsTheReadmeSays);
        assertThat(findings)
            .filteredOn(each -> each.get("level").asText().equals("problem"))
            .extracting(each -> each.get("text").asText())
            .hasSize(2)
            .anySatisfy(text -> assertThat(text).contains("bad.tally"))
            .contains("leaves out of its page: files, damaged: 1");
      }
    }
  }

  private static void isAsTheReadmeSays(JsonNode finding) {
    List<String> names = new ArrayList<>();
    finding.fieldNames().forEachRemaining(names::add);
    assertThat(names).containsExactly("level", "check", "text", "advice");
    assertThat(names).allSatisfy(name -> assertThat(README).contains("`" + name + "`"));

    String level = finding.get("level").asText();
    assertThat(README).contains("`ok`, `note` or `problem`");
    assertThat(level).isIn("ok", "note", "problem");
    assertThat(finding.get("advice").asText().isEmpty()).isEqualTo(level.equals("ok"));
  }

  private static String readmesRow() {
    try (Stream<String> lines = Files.lines(Path.of("../README.md"))) {
      return lines.filter(line -> line.startsWith("| `./tallyman doctor ")).findAny().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLivingWorkerWithoutAnAggregatorIsAProblem() throws Exception {
    String directory = temporary.resolve("tally").toString();
    String port = "--port=" + FreePorts.next();
    int workersPort = FreePorts.next();
    try (Tallyman worker = worker(directory, workersPort)) {
      awaitCounts(worker, workersPort);
      try (Tallyman doctor = Tallyman.start(temporary, "doctor", "--dir=" + directory, port)) {
        assertThat(doctor.awaitExit()).as(doctor.out() + worker.err()).isOne();
        assertThat(doctor.out())
            .containsPattern("(?m)^problem +aggregator +none works on " + directory + "_archive");
      }
    }
  }

  @Test
  void whatCannotBeAskedForIsRefusedAndNotExamined() throws Exception {
    try (Tallyman doctor = Tallyman.start(temporary, "doctor", "--gauge-modes=missing")) {
      assertThat(doctor.awaitExit()).isEqualTo(2);
      assertThat(doctor.out()).isEmpty();
    }
    try (Tallyman help = Tallyman.start(temporary, "doctor", "--help")) {
      assertThat(help.awaitExit()).isZero();
      assertThat(help.out()).containsPattern("(?m)^ +2 +refused");
    }
  }

  @Test
  void anAggregatorOfAnotherDirectoryIsFoundOut() throws Exception {
    String directory = temporary.resolve("tally").toString();
    String port = "--port=" + FreePorts.next();
    int workersPort = FreePorts.next();
    try (Tallyman other = aggregator(temporary.resolve("other").toString(), port);
        Tallyman worker = worker(directory, workersPort)) {
      other.awaitOut("listening on ");
      awaitCounts(worker, workersPort);

      String said = "";
      for (int tries = 0; !said.contains("knows none of the workers here"); tries++) {
        assertThat(tries).as(said).isLessThan(20);
        try (Tallyman doctor = Tallyman.start(temporary, "doctor", "--dir=" + directory, port)) {
          int unused = doctor.awaitExit();
          said = doctor.out();
        }
      }
      assertThat(said)
          .containsPattern("(?m)^problem +aggregator +the one at .*" + port.substring(7));
    }
  }

  private Tallyman worker(String directory, int port) throws IOException {
    return Tallyman.start(
        temporary,
        Map.of("PROMETHEUS_MULTIPROC_DIR", directory),
        "dashboard",
        "--host=127.0.0.1",
        "--port=" + port,
        "--enabled=true");
  }

  private static void awaitCounts(Tallyman worker, int port) throws Exception {
    worker.awaitOut("listening on ");
    assertThat(Tallyman.get(port, "/health").getKey()).isEqualTo(200);
  }

  private Tallyman aggregator(String directory, String port) throws IOException {
    return Tallyman.start(temporary, "aggregator", "--host=127.0.0.1", port, "--dir=" + directory);
  }
}
