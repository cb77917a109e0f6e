package dev.tallyman.metrics;

import static dev.tallyman.tally.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who lives and who is dead, seen from another process, and what a reader sees meanwhile. */
@Timeout(120)
class LivenessIT {
  @TempDir Path directory;

  @Test
  void aWorkerIsAliveUntilItIsKilledAndNotBefore() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(directory)) {
      worker.ask("count 1");
      try (TallyReader reader = TallyReader.open(worker.file())) {
        assertThat(reader.isWriterAlive()).isTrue();
        worker.signal("STOP");
        assertThat(reader.isWriterAlive()).as("stopped is not dead").isTrue();
        worker.signal("CONT");
        worker.ask("count 1");
        assertThat(reader.isWriterAlive()).isTrue();

        worker.kill();

        eventually("the lock is free", () -> !reader.isWriterAlive());
        reader.refresh();
        assertThat(CounterTotals.of(reader)).isEqualTo(Map.of("main", 2L));
      }
    }
  }

  @Test
  void interruptedThreadsThatRecordDoNotLoseTheLock() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(directory)) {
      assertThat(worker.ask("interrupted 500")).as("still interrupted").isEqualTo("true");

      try (TallyReader reader = TallyReader.open(worker.file())) {
        reader.refresh();
        assertThat(reader.series()).as("all grew on disk").hasSize(501);
        assertThat(reader.isWriterAlive()).isTrue();
      }
      assertThat(worker.errors()).isEmpty();
    }
  }

  @Test
  void aReaderFollowsAWriterThatGoesOn() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(directory)) {
      worker.ask("series 1 10");
      worker.ask("start 3");
      try (TallyReader reader = TallyReader.open(worker.file())) {
        Map<String, Long> last = Map.of();
        for (int round = 1; round <= 30; round++) {
          worker.ask("series 50 200");
          reader.refresh();

          Map<String, Long> now = CounterTotals.of(reader);
          assertThat(now).hasSizeGreaterThanOrEqualTo(1 + 50 * round);
          last.forEach((label, count) -> assertThat(now.get(label)).isGreaterThanOrEqualTo(count));
          last = now;
        }
        String[] counted = worker.ask("stop").split(" ", -1);
        reader.refresh();
        for (int i = 0; i < counted.length; i++) {
          assertThat(CounterTotals.of(reader))
              .containsEntry("background " + i, Long.parseLong(counted[i]));
        }
      }
    }
  }

  @Test
  void aLoopThatOnlyCountsIsSeenToCount() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(directory)) {
      worker.ask("forever");
      eventually("a file", () -> !TallyDirectory.list(directory).files().isEmpty());
      Path file = TallyDirectory.list(directory).files().get(0);
      try (TallyReader reader = TallyReader.open(file)) {
        for (int round = 0; round < 5; round++) {
          reader.refresh();
          long before = CounterTotals.of(reader).getOrDefault("forever", 0L);
          eventually(
              "the count grows",
              () -> {
                reader.refresh();
                return CounterTotals.of(reader).getOrDefault("forever", 0L) > before + 1_000_000;
              });
        }
      }
    }
  }

  @Test
  void noFileInSightIsEverHalfMadeOrUnlocked() throws Exception {
    int workers = 6;
    List<WorkerProcess> started = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    try {
      for (int i = 0; i < workers; i++) {
        WorkerProcess worker = WorkerProcess.start(directory);
        started.add(worker);
        Thread birth = new Thread(() -> ask(worker));
        birth.start();
        while (birth.isAlive()) {
          lookAtAll(seen);
        }
        lookAtAll(seen);
      }
      assertThat(seen).hasSize(workers);
    } finally {
      for (WorkerProcess worker : started) {
        worker.close();
      }
    }
  }

  private void lookAtAll(Set<Path> seen) throws IOException, TallyFormatException {
    for (Path file : TallyDirectory.list(directory).files()) {
      try (TallyReader reader = TallyReader.open(file)) {
        assertThat(reader.isWriterAlive()).isTrue();
        reader.refresh();
        assertThat(reader.families()).hasSize(2);
        assertThat(Files.size(file)).isGreaterThanOrEqualTo(64 << 10);
        seen.add(file);
      }
    }
  }

  private static void ask(WorkerProcess worker) {
    try {
      worker.ask("count 1");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
