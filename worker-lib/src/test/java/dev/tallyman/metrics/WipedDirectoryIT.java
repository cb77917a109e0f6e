package dev.tallyman.metrics;

import static dev.tallyman.tally.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyHeader;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A deployment script cleans the directory while workers count. */
@Timeout(120)
class WipedDirectoryIT {
  private static final int THREADS = 6;

  @TempDir Path temporary;

  private interface Wipe {
    void run(Path directory) throws IOException;
  }

  @Test
  void theContentIsRemoved() throws Exception {
    assertCarriedOn(WipedDirectoryIT::removeContent);
  }

  @Test
  void theDirectoryIsRemoved() throws Exception {
    assertCarriedOn(
        directory -> {
          removeContent(directory);
          Files.delete(directory);
        });
  }

  @Test
  void anotherDirectoryTakesItsPlace() throws Exception {
    assertCarriedOn(
        directory -> {
          Files.move(directory, directory.resolveSibling("away"));
          Files.createDirectory(directory);
        });
  }

  @Test
  void aFileThatWasMovedAwayAndBackIsReplacedOnceOnly() throws Exception {
    Path directory = temporary.resolve("tallies");
    try (WorkerProcess worker = WorkerProcess.start(directory)) {
      worker.ask("count 1");
      worker.ask("start 2");
      Path first = worker.file();
      Path away = temporary.resolve(String.valueOf(first.getFileName()));
      Files.move(first, away);
      eventually("a new file", () -> !worker.file().equals(first));
      Files.move(away, first);

      assertTotals(directory, worker.ask("stop"));
    }
  }

  private void assertCarriedOn(Wipe wipe) throws Exception {
    Path directory = temporary.resolve("tallies");
    try (WorkerProcess worker = WorkerProcess.start(directory)) {
      worker.ask("gauge 7.5");
      worker.ask("observing");
      worker.ask("start " + THREADS);
      for (int round = 0; round < 2; round++) {
        Path before = worker.file();
        TallyHeader headerBefore = headerOf(before);
        wipe.run(directory);
        eventually("a new file", () -> !worker.file().equals(before));

        List<Path> files = TallyDirectory.list(directory).files();
        assertThat(files).containsExactly(worker.file());
        try (TallyReader reader = TallyReader.open(files.get(0))) {
          eventually(
              "all counts in the new file",
              () -> {
                reader.refresh();
                return reader.isSettled();
              });
          assertThat(reader.header().origin()).isEqualTo(headerBefore.origin());
          assertThat(reader.header().generation()).isEqualTo(headerBefore.generation() + 1);
          assertThat(reader.isWriterAlive()).isTrue();
        }
        deleteAway();
      }
      assertTotals(directory, worker.ask("stop"));
    }
  }

  /** Threads that had just looked up the old memory may add to it a moment later: never lost. */
  private static void assertTotals(Path directory, String answer) throws Exception {
    String[] expected = answer.split(" ", -1);
    eventually(
        "the totals",
        () -> {
          Map<String, Long> totals = CounterTotals.of(directory);
          boolean all = true;
          long counted = 0;
          for (int i = 0; i < expected.length; i++) {
            long found = totals.getOrDefault("background " + i, 0L);
            assertThat(found).as("never too many").isLessThanOrEqualTo(Long.parseLong(expected[i]));
            all &= found == Long.parseLong(expected[i]);
            counted += Long.parseLong(expected[i]);
          }
          long observed = totals.getOrDefault(CounterTotals.OBSERVED, counted);
          assertThat(observed).as("never too many").isLessThanOrEqualTo(counted);
          return all && observed == counted;
        });
  }

  private static TallyHeader headerOf(Path file) throws Exception {
    try (TallyReader reader = TallyReader.open(file)) {
      return reader.header();
    }
  }

  private void deleteAway() throws IOException {
    Path away = temporary.resolve("away");
    if (Files.exists(away)) {
      removeContent(away);
      Files.delete(away);
    }
  }

  private static void removeContent(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        Files.delete(entry);
      }
    }
  }
}
