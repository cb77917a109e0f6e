package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("slow")
final class DoctorIT {
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
        assertThat(findings)
            .filteredOn(each -> each.get("level").asText().equals("PROBLEM"))
            .extracting(each -> each.get("text").asText())
            .hasSize(2)
            .anySatisfy(text -> assertThat(text).contains("bad.tally"))
            .contains("leaves out of its page: files, damaged: 1");
      }
    }
  }

  @Test
  void anAggregatorOfAnotherDirectoryIsFoundOut() throws Exception {
    String directory = temporary.resolve("tally").toString();
    String port = "--port=" + FreePorts.next();
    int workersPort = FreePorts.next();
    try (Tallyman other = aggregator(temporary.resolve("other").toString(), port);
        Tallyman worker =
            Tallyman.start(
                temporary,
                Map.of("PROMETHEUS_MULTIPROC_DIR", directory),
                "dashboard",
                "--host=127.0.0.1",
                "--port=" + workersPort,
                "--enabled=true")) {
      other.awaitOut("listening on ");
      worker.awaitOut("listening on ");
      assertThat(Tallyman.get(workersPort, "/health").getKey()).isEqualTo(200);

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

  private Tallyman aggregator(String directory, String port) throws IOException {
    return Tallyman.start(temporary, "aggregator", "--host=127.0.0.1", port, "--dir=" + directory);
  }
}
