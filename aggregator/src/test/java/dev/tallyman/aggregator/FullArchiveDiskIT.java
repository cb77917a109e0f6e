package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive's disk is full: the dead's files are kept, and every page is right. */
@Tag("slow")
@Timeout(120)
class FullArchiveDiskIT {
  private static final String TOTAL = "asked_total";
  private static final int SERIES = 2_000;

  @TempDir Path temporary;
  private Path directory;
  private SmallDisk disk;
  private AskedWorker worker;

  @BeforeEach
  void mount() throws Exception {
    directory = temporary.resolve("tallies");
    disk = SmallDisk.mount(temporary.resolve("disk"), "4m");
    worker = AskedWorker.start(directory);
  }

  @AfterEach
  void unmount() throws Exception {
    worker.close();
    disk.close();
  }

  @Test
  void filesAreKeptUntilThereIsRoomAndThenFolded() throws Exception {
    worker.ask("count 7");
    worker.ask("series " + SERIES);
    try (AggregatorProcess aggregator = AggregatorProcess.start(directory, disk.path())) {
      Scraper scraper = aggregator.scraper();
      disk.fill();
      worker.kill();
      eventually("a fold fails", () -> failures(scraper) > 1);
      assertKeptAndRight(scraper);
      assertThat(aggregator.errors()).containsOnlyOnce("dead workers' files are kept");
      assertThat(aggregator.errors()).contains("directory=" + disk.path());

      disk.free();

      eventually("the file is gone", () -> Tallies.in(directory).isEmpty());
      assertRight(scraper);
      eventually("nothing waits", () -> scraper.value("tallyman_files_waiting") == 0);
    }
    try (AggregatorProcess aggregator = AggregatorProcess.start(directory, disk.path())) {
      assertRight(aggregator.scraper());
    }
  }

  @Test
  void anAggregatorStartsOnAFullDiskAndCountsWhatIsThere() throws Exception {
    worker.ask("count 4");
    worker.ask("series 10");
    try (AggregatorProcess first = AggregatorProcess.start(directory, disk.path())) {
      worker.kill();
      eventually("it is folded", () -> Tallies.in(directory).isEmpty());
      assertThat(first.isAlive()).isTrue();
    }
    disk.fill();
    try (AskedWorker next = AskedWorker.start(directory);
        AggregatorProcess second = AggregatorProcess.start(directory, disk.path())) {
      next.ask("count 3");
      next.ask("series " + SERIES);
      next.kill();
      Scraper scraper = second.scraper();
      eventually("a fold fails", () -> failures(scraper) > 0);
      assertThat(scraper.value(TOTAL)).isEqualTo(7);
      assertThat(scraper.value("many_total{number=\"0\"}")).isEqualTo(2);
      second.kill();
    }
    try (AggregatorProcess third = AggregatorProcess.start(directory, disk.path())) {
      eventually("a fold fails", () -> failures(third.scraper()) > 0);
      assertKeptAndRight(third.scraper());
      disk.free();
      eventually("it is folded", () -> Tallies.in(directory).isEmpty());
      assertRight(third.scraper());
    }
  }

  @Test
  void withoutRoomForAFirstArchiveTheAggregatorIsRefusedAndSaysSo() throws Exception {
    worker.ask("count 7");
    disk.fill();
    try (AggregatorProcess aggregator = AggregatorProcess.start(directory, disk.path())) {
      assertThat(aggregator.awaitExit()).as(aggregator.errors()).isEqualTo(AggregatorMain.REFUSED);
      assertThat(aggregator.errors()).contains("archive: ", "directory=" + disk.path());
    }
    disk.free();
    try (AggregatorProcess aggregator = AggregatorProcess.start(directory, disk.path())) {
      assertThat(aggregator.scraper().value(TOTAL)).isEqualTo(7);
    }
  }

  private void assertKeptAndRight(Scraper scraper) throws Exception {
    assertThat(Tallies.in(directory)).hasSize(1);
    assertThat(scraper.value("tallyman_files_waiting")).isEqualTo(1);
    assertThat(scraper.value("tallyman_oldest_waiting_file_timestamp_seconds")).isPositive();
    assertRight(scraper);
  }

  private static void assertRight(Scraper scraper) throws Exception {
    assertThat(scraper.value(TOTAL)).isEqualTo(7);
    assertThat(scraper.page().lines().filter(line -> line.startsWith("many_total{")))
        .hasSize(SERIES);
  }

  private static double failures(Scraper scraper) throws Exception {
    return scraper.value("tallyman_folds_total{outcome=\"failure\"}");
  }
}
