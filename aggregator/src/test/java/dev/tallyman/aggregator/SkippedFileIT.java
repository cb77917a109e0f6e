package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad file is named on the page, and the page is served. */
class SkippedFileIT {
  @TempDir Path directory;
  @TempDir Path archive;

  @Test
  void aBadFileIsNamedAndCountedUntilItIsGone() throws Exception {
    Path bad = Files.writeString(directory.resolve("bad.tally"), "x".repeat(1_000));
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      String named = "tallyman_skipped_file{file=\"bad.tally\",reason=\"not_a_tally_file\"}";
      assertThat(scraper.value(named)).isEqualTo(1);
      assertThat(scraper.value("tallyman_files_skipped{reason=\"not_a_tally_file\"}")).isEqualTo(1);

      Files.delete(bad);
      assertThat(scraper.page()).doesNotContain("bad.tally");
      assertThat(scraper.value("tallyman_files_skipped{reason=\"not_a_tally_file\"}")).isZero();
    }
  }
}
