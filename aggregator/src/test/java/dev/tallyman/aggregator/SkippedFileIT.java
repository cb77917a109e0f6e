package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void aFileThatCouldNotBeOpenedIsCountedAsSoonAsItCan() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory)) {
      worker.ask("count 8");
    }
    String file = Tallies.onlyOne(directory).toString();
    // Then nobody can open it for writing, not root either, and nothing of it changes.
    SmallDisk.run(List.of("mount", "--bind", "-o", "ro", file, file));
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      String unreadable = "tallyman_files_skipped{reason=\"unreadable\"}";
      assertThat(scraper.value(unreadable)).isEqualTo(1);

      SmallDisk.run(List.of("umount", "-l", file));

      assertThat(scraper.value(unreadable)).isZero();
      assertThat(scraper.value("asked_total")).isEqualTo(8);
    } finally {
      unmount(file);
    }
  }

  private static void unmount(String file) throws Exception {
    if (Files.readString(Path.of("/proc/self/mounts")).contains(file)) {
      SmallDisk.run(List.of("umount", "-l", file));
    }
  }
}
