package dev.tallyman.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FileId;
import dev.tallyman.model.WorkerReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the files of a directory. The workers here are dead, unless they are held. */
class DirectoryScannerTest {
  @TempDir Path directory;
  private final KeptDead dead = new KeptDead();

  @Test
  void aMissingDirectoryIsAnEmptyOne() throws Exception {
    try (DirectoryScanner scanner = new DirectoryScanner(directory.resolve("missing"), dead)) {
      assertThat(scanner.scan().workers()).isEmpty();
    }
  }

  @Test
  void somethingElseUnderTheDirectorysNameFailsTheScan() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    for (Path wrong : List.of(file, link)) {
      try (DirectoryScanner scanner = new DirectoryScanner(wrong, dead)) {
        assertThatThrownBy(scanner::scan)
            .isInstanceOf(NotDirectoryException.class)
            .hasMessageContaining(wrong.toString());
      }
    }
  }

  @Test
  void aDeadWorkerIsHandedOverOnce() throws Exception {
    worker(3);
    worker(4);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      assertThat(scanner.scan().workers()).isEmpty();
      assertThat(total(scanner.scan())).isEqualTo(7);
      assertThat(dead.readings()).hasSize(2).allMatch(reading -> !reading.worker().live());
      assertThat(scanner.held()).hasSize(2);
    }
  }

  @Test
  void aFileThatALaterReleaseWroteIsCountedAsFarAsItCanBeAndStays() throws Exception {
    Path file = worker(3);
    try (MetricRegistry registry = MetricRegistry.inDirectory(directory.resolve("later"))) {
      Counter.builder().name("known").register(registry).inc(5L);
      Counter.builder().name("unknown").register(registry).inc(7L);
      Files.copy(registry.tallyFile().orElseThrow(), directory.resolve("later.tally"));
    }
    giveLastFamilyAnUnknownType(directory.resolve("later.tally"));
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      for (int scan = 0; scan < 3; scan++) {
        ScanResult result = scanner.scan();
        assertThat(total(result)).isEqualTo(3 + 5);
        assertThat(scanner.held()).containsOnlyKeys(file);
        assertThat(result.skipped())
            .singleElement()
            .satisfies(
                skipped -> {
                  assertThat(skipped.reason()).isEqualTo("unknown_version");
                  assertThat(skipped.message()).contains("does not know: 1", "later.tally");
                });
      }
    }
  }

  /** By the bytes of docs/file-format.md. */
  private static void giveLastFamilyAnUnknownType(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int last = 0;
    for (int at = 512; at < bytes.getLong(256); at += bytes.getInt(at)) {
      last = bytes.getShort(at + 4) == 2 ? at : last;
    }
    bytes.putInt(last + 20, 99);
    CRC32 checksum = new CRC32();
    checksum.update(bytes.slice(last, 12));
    checksum.update(bytes.slice(last + 16, bytes.getInt(last + 8)));
    bytes.putInt(last + 12, (int) checksum.getValue());
    Files.write(file, bytes.array());
  }

  @Test
  void aWorkerIsHandedOverInTheScanThatFindsItDead() throws Exception {
    Path file = worker(3);
    Process holder = LockHolder.hold(file);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      assertThat(scanner.scan().workers()).hasSize(1);
      assertThat(dead.readings()).isEmpty();
      holder.destroyForcibly().waitFor();
      assertThat(scanner.scan().workers()).isEmpty();
      assertThat(dead.readings()).hasSize(1);
      assertThat(scanner.held()).containsOnlyKeys(file);
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void whoWasHandedOverIsNotHandedOverAgainIfWhatFollowsFails() throws Exception {
    Path file = worker(3);
    Process holder = LockHolder.hold(file);
    boolean[] isFull = {true};
    DeadWorkers full =
        new DeadWorkers() {
          @Override
          public long generationHeld(UUID origin) {
            return dead.generationHeld(origin);
          }

          @Override
          public void take(FileId id, ScannedWorker last) {
            dead.take(id, last);
            if (isFull[0]) {
              throw new OutOfMemoryError("of this test");
            }
          }
        };
    try (DirectoryScanner scanner = new DirectoryScanner(directory, full)) {
      assertThat(total(scanner.scan())).isEqualTo(3);
      holder.destroyForcibly().waitFor();
      assertThatThrownBy(scanner::scan).isInstanceOf(OutOfMemoryError.class);
      isFull[0] = false;
      assertThat(total(scanner.scan())).isEqualTo(3);
      assertThat(dead.readings()).hasSize(1);
      assertThat(scanner.held()).containsOnlyKeys(file);
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void aWorkerWhoseFileWasRemovedIsHandedOverOneScanLater() throws Exception {
    Path file = worker(3);
    Process holder = LockHolder.hold(file);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      assertThat(total(scanner.scan())).isEqualTo(3);
      Files.delete(file);
      holder.destroyForcibly().waitFor();
      assertThat(total(scanner.scan())).isEqualTo(3);
      assertThat(dead.readings()).as("its next file may be on the way").isEmpty();
      assertThat(total(scanner.scan())).isEqualTo(3);
      assertThat(dead.readings()).hasSize(1);
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void aFileThatIsHeldIsNotCounted() throws Exception {
    worker(3);
    try (DirectoryScanner first = new DirectoryScanner(directory, dead)) {
      assertThat(total(first.scan())).isEqualTo(3);
    }
    try (DirectoryScanner second = new DirectoryScanner(directory, dead)) {
      assertThat(total(second.scan())).isEqualTo(3);
      assertThat(second.held()).hasSize(1);
    }
  }

  @Test
  void aFileThatGoesOnAfterItsCopyWasHandedOverIsLeftOutAloud() throws Exception {
    Path file = worker(3);
    Path copy = directory.resolve("copy.tally");
    Process holder = LockHolder.hold(file);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      Path away = Files.move(file, directory.resolve("away"));
      Files.copy(away, copy);
      assertThat(total(scanner.scan())).isEqualTo(3);
      Files.move(away, file);
      ScanResult result = scanner.scan();
      assertThat(total(result)).isEqualTo(3);
      assertThat(result.skipped()).extracting(SkippedFile::reason).containsExactly("held");
      assertThat(scanner.held()).containsOnlyKeys(copy);
      assertThat(scanner.inSight()).as("not to be removed, nor to be forgotten").hasSize(2);
      Files.delete(file);
      assertThat(total(scanner.scan())).isEqualTo(3);
      assertThat(scanner.inSight()).hasSize(1);
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void aWorkerThatWasCountedStaysCountedWhenItsFileIsRemoved() throws Exception {
    Path file = worker(3);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      assertThat(total(scanner.scan())).isEqualTo(3);
      Files.delete(file);
      assertThat(total(scanner.scan())).isEqualTo(3);
    }
  }

  @Test
  void aCopyOfAFileIsNotCountedTwice() throws Exception {
    Path file = worker(3);
    Files.copy(file, directory.resolve("copy.tally"));
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      ScanResult result = scanner.scan();
      assertThat(total(result)).isEqualTo(3);
      assertThat(result.skipped())
          .extracting(SkippedFile::reason)
          .containsExactly(SkippedFile.DUPLICATE);
    }
  }

  @Test
  void aCopyOfALivingFileDoesNotTakeItsPlace() throws Exception {
    Path file = worker(3);
    Process holder = LockHolder.hold(file);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      Files.copy(file, directory.resolve("0-copy.tally"));
      Files.copy(file, directory.resolve("z-copy.tally"));
      assertThat(total(scanner.scan())).isEqualTo(3);
      ScanResult result = scanner.scan();
      assertThat(total(result)).isEqualTo(3);
      assertThat(result.workers()).hasSize(1).allMatch(reading -> reading.worker().live());
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void aFileThatIsMovedAwayAndBackIsCountedOnce() throws Exception {
    Path file = worker(3);
    Path away = directory.resolve("away");
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      assertThat(total(scanner.scan())).isEqualTo(3);
      Files.move(file, away);
      assertThat(total(scanner.scan())).isEqualTo(3);
      Files.move(away, file);
      assertThat(total(scanner.scan())).isEqualTo(3);
    }
  }

  @Test
  void foreignFilesAreNotLookedAt() throws Exception {
    Files.writeString(directory.resolve("counter_17.db"), "not ours");
    Files.writeString(directory.resolve(".hidden.tally"), "not yet in sight");
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      ScanResult result = scanner.scan();
      assertThat(result.workers()).isEmpty();
      assertThat(result.skipped()).isEmpty();
    }
  }

  @Test
  void badFilesAreSkippedByReasonAndOthersCounted() throws Exception {
    worker(3);
    Files.writeString(directory.resolve("empty.tally"), "");
    Files.writeString(directory.resolve("text.tally"), "x".repeat(5_000));
    Files.createDirectory(directory.resolve("directory.tally"));
    Files.createSymbolicLink(directory.resolve("link.tally"), Path.of("/dev/zero"));
    try (FileChannel sparse =
        FileChannel.open(
            directory.resolve("huge.tally"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      int unused = sparse.write(ByteBuffer.allocate(1), 1L << 40);
    }
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      ScanResult result = scanner.scan();
      assertThat(total(result)).isEqualTo(3);
      assertThat(result.skipped())
          .extracting(file -> file.path().getFileName() + " " + file.reason())
          .containsExactlyInAnyOrder(
              "empty.tally damaged",
              "text.tally not_a_tally_file",
              "directory.tally not_a_regular_file",
              "link.tally not_a_regular_file",
              "huge.tally too_large");
    }
  }

  @Test
  void aFileIsLookedAtAgainWhenOnlyItsInodeHasChanged() throws Exception {
    Path file = worker(3);
    Path link = Files.createLink(directory.resolve("link"), file);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      assertThat(scanner.scan().skipped())
          .extracting(SkippedFile::reason)
          .containsExactly("not_a_regular_file");

      Files.delete(link);

      ScanResult result = scanner.scan();
      assertThat(result.skipped()).isEmpty();
      assertThat(total(result)).isEqualTo(3);
    }
  }

  @Test
  void aFileThatTurnsBadKeepsItsLastGoodValues() throws Exception {
    Path healthy = worker(3);
    Path file = worker(4);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      // Held like a living worker's, so that the scanner goes on reading it.
      Process holder = LockHolder.hold(file);
      try {
        assertThat(total(scanner.scan())).isEqualTo(7);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(100);
        }
        ScanResult result = scanner.scan();
        assertThat(total(result)).isEqualTo(7);
        assertThat(result.skipped()).extracting(SkippedFile::path).containsExactly(file);
      } finally {
        holder.destroyForcibly().waitFor();
      }
    }
    assertThat(healthy).exists();
  }

  @Test
  void aFileThatTurnedBadIsNamedForAsLongAsItIsAndCountedForGoodOnceItIsMended() throws Exception {
    Path file = worker(4);
    byte[] whole = Files.readAllBytes(file);
    Process holder = LockHolder.hold(file);
    try (DirectoryScanner scanner = new DirectoryScanner(directory, dead)) {
      assertThat(total(scanner.scan())).isEqualTo(4);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(100);
      }
      holder.destroyForcibly().waitFor();
      for (int scan = 0; scan < 3; scan++) {
        ScanResult result = scanner.scan();
        assertThat(total(result)).isEqualTo(4);
        assertThat(result.skipped()).extracting(SkippedFile::path).containsExactly(file);
        assertThat(scanner.held()).isEmpty();
      }

      Files.write(file, whole);

      ScanResult result = scanner.scan();
      assertThat(total(result)).isEqualTo(4);
      assertThat(result.skipped()).isEmpty();
      assertThat(scanner.held()).containsOnlyKeys(file);
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  private Path worker(long increments) throws IOException {
    try (MetricRegistry registry = MetricRegistry.inDirectory(directory)) {
      Counter.builder().name("requests").register(registry).inc(increments);
      return registry.tallyFile().orElseThrow();
    }
  }

  private long total(ScanResult result) {
    return Stream.concat(result.workers().stream(), dead.readings().stream())
        .map(WorkerReading::series)
        .mapToLong(series -> series.get(0).wholeCount())
        .sum();
  }
}
