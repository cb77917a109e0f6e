package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The directory is wiped under a living worker, once and more often, with and without a scrape. */
class WipedDirectoryIT {
  private static final String TOTAL = "acknowledged_total";
  private static final int THREADS = 2;
  @TempDir Path directory;
  @TempDir Path archive;

  @Test
  @Timeout(120)
  void nothingIsLostOrCountedTwiceHoweverManyWipesLieBetweenTwoScrapes() throws Exception {
    WorkerProcess worker = WorkerProcess.start(directory, THREADS, -1);
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      Path first = awaitAnotherFile(List.of());
      double before = scraper.value(TOTAL);
      Files.delete(first);
      assertThat(scraper.value(TOTAL)).as("right after the wipe").isGreaterThanOrEqualTo(before);
      Path second = awaitAnotherFile(List.of(first));
      Files.delete(second);
      Path third = awaitAnotherFile(List.of(first, second));
      assertThat(third).exists();
      long acknowledged = worker.acknowledged();
      assertThat(scraper.value(TOTAL)).isGreaterThanOrEqualTo((double) acknowledged);

      long all = worker.kill();
      assertThat(scraper.value(TOTAL)).isBetween((double) all, (double) all + THREADS);
    } finally {
      long unused = worker.kill();
    }
  }

  private Path awaitAnotherFile(List<Path> known) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      try (Stream<Path> files = Files.list(directory)) {
        var other =
            files
                .filter(path -> path.toString().endsWith(".tally"))
                .filter(path -> !path.getFileName().toString().startsWith("."))
                .filter(path -> !known.contains(path))
                .findAny();
        if (other.isPresent()) {
          return other.get();
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the worker starts no new file: known=" + known);
  }
}
