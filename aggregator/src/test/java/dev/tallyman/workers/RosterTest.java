package dev.tallyman.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FileId;
import dev.tallyman.scan.DeadWorkers;
import dev.tallyman.scan.DirectoryScanner;
import dev.tallyman.scan.ScannedWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterTest {
  private static final long NOW = 1_763_700_000_000L;

  @TempDir Path written;
  @TempDir Path seen;

  private final Roster roster = new Roster(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
  private final List<FileId> taken = new ArrayList<>();

  /** A file that nobody holds, as a worker leaves it that has died. */
  private void leaveAFile() throws IOException {
    try (MetricRegistry registry = MetricRegistry.inDirectory(written)) {
      Counter.builder().name("done_total").help("Done.").register(registry).inc();
      Path file = registry.tallyFile().orElseThrow();
      Path copy = Files.copy(file, seen.resolve(file.getFileName()));
      Files.setLastModifiedTime(copy, FileTime.fromMillis(NOW - 5_000));
    }
  }

  private void scan() throws IOException {
    DeadWorkers dead =
        new DeadWorkers() {
          @Override
          public long generationHeld(UUID origin) {
            return -1;
          }

          @Override
          public void take(FileId file, ScannedWorker last) {
            taken.add(file);
            roster.died(file, last);
          }
        };
    try (DirectoryScanner scanner = new DirectoryScanner(seen, dead)) {
      assertThat(scanner.scan().workers()).isEmpty();
    }
  }

  @Test
  void aDeadWorkerWaitsUntilItsCountsAreStored() throws IOException {
    leaveAFile();
    scan();

    assertThat(roster.list(List.of(), file -> false))
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.state()).isEqualTo(WorkerState.DEAD);
              assertThat(worker.id()).isEqualTo(taken.get(0).origin());
              assertThat(worker.series()).isEqualTo(1);
              assertThat(worker.endedMillis()).isEqualTo(NOW);
              assertThat(worker.lastWriteMillis()).isEqualTo(NOW - 5_000);
            });
    assertThat(roster.list(List.of(), taken::contains))
        .extracting(WorkerInfo::state)
        .containsExactly(WorkerState.FOLDED);
  }

  @Test
  void ofTheDeadItRemembersTheLatest() throws IOException {
    leaveAFile();
    for (int i = 0; i <= Roster.DEAD_LIMIT; i++) {
      scan();
    }
    FileId first = taken.get(0);

    assertThat(taken).hasSize(Roster.DEAD_LIMIT + 1);
    assertThat(roster.list(List.of(), first::equals)).hasSize(Roster.DEAD_LIMIT);
  }
}
