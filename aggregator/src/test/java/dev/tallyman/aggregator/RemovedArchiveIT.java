package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive goes away under a running aggregator, which makes it anew from memory. */
@Tag("slow")
@Timeout(120)
class RemovedArchiveIT {
  private static final String TOTAL = "asked_total";

  @TempDir Path directory;
  @TempDir Path temporary;
  private Path archive;
  private AskedWorker worker;
  private AggregatorProcess aggregator;

  @BeforeEach
  void foldAWorker() throws Exception {
    archive = temporary.resolve("archive");
    aggregator = AggregatorProcess.start(directory, archive);
    try (AskedWorker dead = AskedWorker.start(directory)) {
      dead.ask("types 4");
      dead.kill();
      eventually("it is folded", () -> Tallies.in(directory).isEmpty());
    }
    worker = AskedWorker.start(directory);
    worker.ask("count 3");
  }

  @AfterEach
  void stop() throws Exception {
    aggregator.close();
    worker.close();
  }

  @Test
  void itsDirectoryIsRemoved() throws Exception {
    Tallies.remove(archive);
    assertMadeAnew();
  }

  @Test
  void itsDirectoryIsWiped() throws Exception {
    Tallies.wipe(archive);
    assertMadeAnew();
  }

  @Test
  void itsDataAloneIsRemoved() throws Exception {
    Files.delete(archive.resolve("data.mdb"));
    assertMadeAnew();
  }

  @Test
  void itsDataIsEmptied() throws Exception {
    try (FileChannel data =
        FileChannel.open(archive.resolve("data.mdb"), StandardOpenOption.WRITE)) {
      data.truncate(0);
    }
    assertMadeAnew();
  }

  @Test
  void theFileThatSaysWhoseItIsIsRemoved() throws Exception {
    Files.delete(archive.resolve("owner"));
    eventually("it is made anew", () -> Files.exists(archive.resolve("owner")));
    assertMadeAnew();
  }

  @Test
  void itIsRemovedJustBeforeTheNextWorkerDies() throws Exception {
    Tallies.remove(archive);
    worker.kill();
    assertAllIsThere();
    eventually("it is folded", () -> Tallies.in(directory).isEmpty());
    assertAllIsThere();
    restart();
    assertAllIsThere();
  }

  private void assertMadeAnew() throws Exception {
    assertAllIsThere();
    eventually("it is made anew", () -> Files.exists(archive.resolve("begun")));
    worker.kill();
    eventually("it is folded", () -> Tallies.in(directory).isEmpty());
    assertAllIsThere();
    restart();
    assertAllIsThere();
  }

  private void restart() throws Exception {
    aggregator.close();
    aggregator = AggregatorProcess.start(directory, archive);
  }

  private void assertAllIsThere() throws Exception {
    assertThat(aggregator.scraper().samples())
        .contains(TOTAL + " 7.0", "waited_seconds_count 2", "gauge_all{", "built_info{");
  }
}
