package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two aggregators would each fold what the other folds; so there is one. */
@Timeout(120)
@Tag("slow")
class OneAggregatorIT {
  @TempDir Path directory;
  @TempDir Path archive;
  @TempDir Path otherDirectory;
  @TempDir Path otherArchive;

  @Test
  void aSecondAggregatorIsRefusedAndSaysWhoHoldsTheArchive() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess first = AggregatorProcess.start(directory, archive)) {
      worker.ask("count 5");
      try (AggregatorProcess second = AggregatorProcess.start(otherDirectory, archive)) {
        assertThat(second.awaitExit()).isEqualTo(AggregatorMain.REFUSED);
        assertThat(second.errors())
            .contains("held by another process, pid=" + first.pid(), "directory=" + archive);
      }
      worker.kill();
      eventually("it is folded", () -> Tallies.in(directory).isEmpty());
      assertThat(first.scraper().value("asked_total")).isEqualTo(5);

      first.kill();

      try (AggregatorProcess third = AggregatorProcess.start(directory, archive)) {
        assertThat(third.scraper().value("asked_total")).isEqualTo(5);
      }
    }
  }

  /** It would remove files that the first one has not seen, and count them where nobody looks. */
  @Test
  void neitherDoesOneWithAnArchiveOfItsOwnWorkOnTheSameTallyFiles() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess first = AggregatorProcess.start(directory, archive)) {
      worker.ask("count 5");
      assertRefusedOnTheDirectoryOf(first);
      Tallies.remove(directory);
      worker.ask("count 1");
      Path unused = Files.createDirectories(directory);
      eventually("it is taken again", () -> Files.exists(claim()));
      assertRefusedOnTheDirectoryOf(first);
      assertThat(first.scraper().page()).doesNotContainPattern("tallyman_files_skipped.* [1-9]");

      first.kill();

      try (AggregatorProcess next = AggregatorProcess.start(directory, otherArchive)) {
        assertThat(next.scraper().page()).contains("tallyman_workers");
      }
    }
  }

  @Test
  void ofTwoOnADirectoryThatWasWipedTheOneThatIsLateFoldsNothingUntilTheOtherEnds()
      throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess first = AggregatorProcess.start(directory, archive)) {
      worker.ask("count 5");
      signal("STOP", first);
      Files.delete(claim());
      try (AggregatorProcess second = AggregatorProcess.start(directory, otherArchive)) {
        signal("STOP", second);
        signal("CONT", first);
        eventually("the first says so", () -> first.errors().contains("pid=" + second.pid()));
        worker.kill();
        assertThat(first.scraper().value("asked_total")).isEqualTo(5);
        assertThat(first.scraper().value("tallyman_folded_files_total")).isZero();
        assertThat(Tallies.in(directory)).hasSize(1);
      }
      eventually("it folds again", () -> Tallies.in(directory).isEmpty());
      assertThat(first.scraper().value("asked_total")).isEqualTo(5);
    }
  }

  @Test
  void oneThatIsRefusedInTheSameProcessLeavesTheArchiveToTheFirst() throws Exception {
    try (Aggregator first = Aggregators.start(directory, archive)) {
      assertThat(first.port()).isPositive();
      for (Path tallies : List.of(directory, otherDirectory, directory, otherDirectory)) {
        assertThat(refusal(tallies)).contains("pid=" + ProcessHandle.current().pid());
      }
      for (Path tallies : List.of(directory, otherDirectory)) {
        try (AggregatorProcess other = AggregatorProcess.start(tallies, archive)) {
          assertThat(other.awaitExit()).as(other.errors()).isEqualTo(AggregatorMain.REFUSED);
        }
      }
    }
  }

  /** Then a second one can start, and the first must not write over what that one folds. */
  @Test
  void ofTwoAggregatorsWhoseOwnerFileWasRemovedOnlyOneStores() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AskedWorker unknown = AskedWorker.start(directory);
        AggregatorProcess first = AggregatorProcess.start(directory, archive)) {
      worker.ask("count 5");
      assertThat(first.scraper().value("asked_total")).isEqualTo(5);
      signal("STOP", first);
      unknown.ask("count 3");
      Files.delete(archive.resolve("owner"));
      Files.delete(claim());
      try (AggregatorProcess second = AggregatorProcess.start(directory, archive)) {
        worker.kill();
        unknown.kill();
        eventually("they are folded", () -> Tallies.in(directory).isEmpty());
        signal("CONT", first);
        eventually("the first says so", () -> first.errors().contains("pid=" + second.pid()));
        assertThat(second.scraper().value("asked_total")).isEqualTo(8);
      }
      eventually("it says so", () -> first.errors().contains("start this aggregator again"));
      assertThat(first.scraper().value("asked_total")).isEqualTo(5);
    }
    try (AggregatorProcess third = AggregatorProcess.start(directory, archive)) {
      assertThat(third.scraper().value("asked_total")).isEqualTo(8);
    }
  }

  private void assertRefusedOnTheDirectoryOf(AggregatorProcess first) throws Exception {
    try (AggregatorProcess second = AggregatorProcess.start(directory, otherArchive)) {
      assertThat(second.awaitExit()).isEqualTo(AggregatorMain.REFUSED);
      assertThat(second.errors())
          .contains("held by another process, pid=" + first.pid(), "directory=" + directory);
    }
  }

  private Path claim() {
    return directory.resolve(".aggregator");
  }

  private static void signal(String name, AggregatorProcess aggregator) throws IOException {
    SmallDisk.run(List.of("kill", "-" + name, Long.toString(aggregator.pid())));
  }

  private String refusal(Path tallies) throws Exception {
    try (Aggregator second = Aggregators.start(tallies, archive)) {
      return "started at " + second.port();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
