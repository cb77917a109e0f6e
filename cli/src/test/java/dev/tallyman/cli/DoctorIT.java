package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DoctorIT {
  @TempDir private Path temporary;

  @Test
  void aFleetIsWellUntilAFileIsDamaged() throws Exception {
    String directory = temporary.resolve("tally").toString();
    try (Tallyman aggregator =
        Tallyman.start(
            temporary, "aggregator", "--host=127.0.0.1", "--port=0", "--dir=" + directory)) {
      aggregator.awaitOut("listening on ");

      try (Tallyman doctor = Tallyman.start(temporary, "doctor", "--dir=" + directory)) {
        assertThat(doctor.awaitExit()).as(doctor.out()).isZero();
        assertThat(doctor.out())
            .containsPattern("ok +directory +" + directory)
            .containsPattern("ok +archive +" + directory + "_archive: series=0")
            .containsPattern("ok +aggregator .*pid=" + aggregator.pid());
        assertThat(doctor.err()).isEmpty();
      }

      Files.writeString(Path.of(directory, "bad.tally"), "TALLYMAN, but not further");
      try (Tallyman doctor = Tallyman.start(temporary, "doctor", "--json", "--dir=" + directory)) {
        assertThat(doctor.awaitExit()).isOne();
        JsonNode findings = new ObjectMapper().readTree(doctor.out());
        assertThat(findings)
            .filteredOn(each -> each.get("level").asText().equals("PROBLEM"))
            .singleElement()
            .satisfies(each -> assertThat(each.get("text").asText()).contains("bad.tally"));
      }
    }
  }
}
