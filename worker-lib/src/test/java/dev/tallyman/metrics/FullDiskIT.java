package dev.tallyman.metrics;

import static dev.tallyman.tally.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full never stops a worker, and what it could not take is not lost. */
@Timeout(180)
class FullDiskIT {
  private static final int SERIES = 3000;
  private static final int LABEL_LENGTH = 100;

  @TempDir Path temporary;

  @Test
  void whatDoesNotFitIntoASmallFileSystemMovesThereWhenItGrows() throws Exception {
    Optional<ScarceRoom> room = ScarceRoom.smallFileSystem(temporary.resolve("small"));
    assumeTrue(room.isPresent(), "not allowed to mount");
    assertTheWorkerRunsOnAndLosesNothing(room.get());
  }

  @Test
  void whatDoesNotFitIntoALimitedFileMovesThereWhenTheLimitIsLifted() throws Exception {
    assertTheWorkerRunsOnAndLosesNothing(
        ScarceRoom.fileSizeLimit(temporary.resolve("limited"), ScarceRoom.BYTES));
  }

  private static void assertTheWorkerRunsOnAndLosesNothing(ScarceRoom scarce) throws Exception {
    try (ScarceRoom room = scarce;
        WorkerProcess worker = WorkerProcess.start(room.directory(), room.through())) {
      worker.ask("count 10");
      worker.ask("start 4");
      worker.ask("series " + SERIES + " " + LABEL_LENGTH);
      worker.ask("gauge 3");

      assertThat(missing(room)).as("some have to wait").isGreaterThan(SERIES / 4);
      assertExistingSeriesCountOn(room, worker);
      eventually("a warning", () -> worker.errors().contains("counting in heap"));

      room.giveRoom(worker);

      eventually(
          "everything is on disk",
          () -> counted(worker) && CounterTotals.of(room.directory()).size() == SERIES + 5);
      assertAllIsThere(room, worker);
      assertThat(worker.errors()).as("said once").containsOnlyOnce("counting in heap");
    }
  }

  @Test
  void aDiskWithoutRoomForAFileLeavesTheWorkerInHeapUntilThereIsSome() throws Exception {
    Path directory = temporary.resolve("tallies");
    ScarceRoom room = ScarceRoom.fileSizeLimit(directory, 16 << 10);
    try (WorkerProcess worker = WorkerProcess.start(directory, room.through())) {
      worker.ask("count 500");
      worker.ask("series 100 10");
      assertThat(worker.ask("file")).isEqualTo("none");
      try (Stream<Path> entries = Files.list(directory)) {
        assertThat(entries).as("nothing half made").isEmpty();
      }

      room.giveRoom(worker);

      eventually("a file", () -> counted(worker) && !worker.ask("file").equals("none"));
      assertThat(CounterTotals.of(directory)).hasSize(101);
      long before = CounterTotals.of(directory).getOrDefault("main", 0L);
      assertThat(before).isGreaterThan(500);
      worker.ask("count 1000");
      assertThat(CounterTotals.of(directory)).containsEntry("main", before + 1000);
    }
  }

  private static boolean counted(WorkerProcess worker) throws Exception {
    return worker.ask("count 1").isEmpty();
  }

  /** How many series are not on disk: the header says so, and it is true. */
  private static long missing(ScarceRoom room) throws Exception {
    Path file = TallyDirectory.list(room.directory()).files().get(0);
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      int known = SERIES + 1 + RecordingWorker.BACKGROUND_SERIES + 1;
      assertThat(reader.notOnDisk()).isEqualTo(known - reader.series().size());
      assertThat(reader.isWriterAlive()).isTrue();
      return reader.notOnDisk();
    }
  }

  private static void assertExistingSeriesCountOn(ScarceRoom room, WorkerProcess worker)
      throws Exception {
    worker.ask("count 5000");
    assertThat(CounterTotals.of(room.directory())).containsEntry("main", 5010L);
  }

  private static void assertAllIsThere(ScarceRoom room, WorkerProcess worker) throws Exception {
    String[] counted = worker.ask("stop").split(" ", -1);
    eventually(
        "what was under way while it moved",
        () -> {
          Map<String, Long> totals = CounterTotals.of(room.directory());
          boolean all = true;
          for (int i = 0; i < counted.length; i++) {
            all &= totals.getOrDefault("background " + i, 0L) == Long.parseLong(counted[i]);
          }
          return all;
        });
    Map<String, Long> totals = CounterTotals.of(room.directory());
    for (int i = 0; i < SERIES; i++) {
      assertThat(totals).containsEntry("x".repeat(LABEL_LENGTH) + i, 1L);
    }
    Path file = TallyDirectory.list(room.directory()).files().get(0);
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      assertThat(reader.notOnDisk()).isZero();
    }
  }
}
