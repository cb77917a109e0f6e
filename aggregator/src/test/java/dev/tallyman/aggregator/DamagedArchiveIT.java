package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An archive that is not what it was: no aggregator starts from zero over it, none dies of it. */
@Timeout(120)
@Tag("slow")
class DamagedArchiveIT {
  private static final int PAGE_BYTES = 4096;

  @TempDir Path directory;
  @TempDir Path archive;
  private Path data;

  @BeforeEach
  void foldAWorker() throws Exception {
    data = archive.resolve("data.mdb");
    try (AskedWorker worker = AskedWorker.start(directory);
        Aggregator aggregator = Aggregators.start(directory, archive)) {
      worker.ask("types 4");
      worker.ask("series 300");
      worker.kill();
      eventually("it is folded", () -> Tallies.in(directory).isEmpty());
      assertThat(new Scraper(aggregator.port()).value("asked_total")).isEqualTo(4);
    }
    assertThat(Files.size(data)).isGreaterThan(20 * PAGE_BYTES);
  }

  @Test
  void garbageInItsFirstPagesIsRefused() throws Exception {
    overwrite(0, 2 * PAGE_BYTES);
    assertRefused();
  }

  @Test
  void garbageInAllPagesButTheFirstTwoIsRefused() throws Exception {
    overwrite(2 * PAGE_BYTES, (int) Files.size(data) - 2 * PAGE_BYTES);
    assertRefused();
  }

  @Test
  void anArchiveCutOffInItsMiddleIsRefused() throws Exception {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(data) / 2);
    }
    assertRefused();
  }

  @Test
  void anEmptyArchiveIsRefused() throws Exception {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    assertRefused();
  }

  @Test
  void anArchiveWhoseDataIsGoneIsRefused() throws Exception {
    Files.delete(data);
    assertRefused();
  }

  private void assertRefused() throws Exception {
    try (AggregatorProcess aggregator = AggregatorProcess.start(directory, archive)) {
      assertThat(aggregator.awaitExit()).as(aggregator.errors()).isEqualTo(AggregatorMain.REFUSED);
      assertThat(aggregator.errors())
          .contains("archive: ", "directory=" + archive, "`tallyman archive reset`");
    }
  }

  private void overwrite(int start, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      int written = channel.write(ByteBuffer.wrap(Tallies.garbage(bytes)), start);
      assertThat(written).isEqualTo(bytes);
    }
  }
}
