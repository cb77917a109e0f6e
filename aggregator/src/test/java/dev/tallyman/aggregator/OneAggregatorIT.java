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

  @Test
  void aSecondAggregatorIsRefusedAndSaysWhoHoldsTheArchive() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess first = AggregatorProcess.start(directory, archive)) {
      worker.ask("count 5");
      try (AggregatorProcess second = AggregatorProcess.start(directory, archive)) {
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

  @Test
  void oneThatIsRefusedInTheSameProcessLeavesTheArchiveToTheFirst() throws Exception {
    try (Aggregator first = Aggregators.start(directory, archive)) {
      assertThat(first.port()).isPositive();
      for (int i = 0; i < 2; i++) {
        assertThat(refusal()).contains("pid=" + ProcessHandle.current().pid());
      }
      try (AggregatorProcess other = AggregatorProcess.start(directory, archive)) {
        assertThat(other.awaitExit()).as(other.errors()).isEqualTo(AggregatorMain.REFUSED);
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

  private static void signal(String name, AggregatorProcess aggregator) throws IOException {
    SmallDisk.run(List.of("kill", "-" + name, Long.toString(aggregator.pid())));
  }

  private String refusal() throws Exception {
    try (Aggregator second = Aggregators.start(directory, archive)) {
      return "started at " + second.port();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
