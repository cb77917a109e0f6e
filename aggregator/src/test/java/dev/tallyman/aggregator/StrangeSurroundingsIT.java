package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pids that mean nothing, clocks that lie, files that stay: a worker is counted once. */
@Tag("slow")
@Timeout(120)
class StrangeSurroundingsIT {
  private static final String TOTAL = "asked_total";

  @TempDir Path directory;
  @TempDir Path archive;
  @TempDir Path elsewhere;

  @Test
  void containersWhoseWorkersHaveTheSamePidAreToldApart() throws Exception {
    List<String> container =
        List.of("unshare", "--pid", "--net", "--fork", "--kill-child", "--mount-proc");
    try (AggregatorProcess aggregator = AggregatorProcess.start(directory, archive);
        AskedWorker one = AskedWorker.start(directory, container);
        AskedWorker other = AskedWorker.start(directory, container)) {
      one.ask("count 10");
      other.ask("count 5");
      assertThat(one.ask("pid")).as("the test's sense").isEqualTo(other.ask("pid"));
      Scraper scraper = aggregator.scraper();
      assertThat(scraper.value(TOTAL)).isEqualTo(15);
      assertThat(scraper.value("tallyman_workers")).isEqualTo(2);

      one.kill();

      eventually("one is folded", () -> Tallies.in(directory).size() == 1);
      assertThat(scraper.value("tallyman_workers")).as("the other lives").isEqualTo(1);
      other.ask("count 1");
      assertThat(scraper.value(TOTAL)).isEqualTo(16);
      try (AskedWorker third = AskedWorker.start(directory, container)) {
        third.ask("count 100");
        assertThat(scraper.value(TOTAL)).as("the pid of a dead one again").isEqualTo(116);
      }
    }
  }

  @Test
  void aStoppedWorkerIsAliveHoweverLong() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory)) {
      worker.ask("types 4");
      worker.signal("STOP");
      AggregatorProcess.Plan yearsLater =
          AggregatorProcess.Plan.of(directory, archive).ahead(Duration.ofDays(1000));
      try (AggregatorProcess aggregator = yearsLater.start()) {
        Scraper scraper = aggregator.scraper();
        double first = scraper.value("tallyman_scan_duration_seconds_count");
        eventually(
            "the fold has looked at it several times",
            () -> scraper.value("tallyman_scan_duration_seconds_count") > first + 100);
        assertThat(scraper.value("tallyman_workers")).isEqualTo(1);
        assertThat(scraper.value("gauge_livesum")).isEqualTo(4);
        assertThat(scraper.value("tallyman_folded_files_total")).isZero();
        worker.signal("CONT");
        worker.ask("count 2");
        assertThat(scraper.value(TOTAL)).isEqualTo(6);
      }
    }
  }

  @Test
  void aClockThatIsSetBackOrForthChangesNoTotal() throws Exception {
    AggregatorProcess.Plan plan = AggregatorProcess.Plan.of(directory, archive);
    double expected = 0;
    for (int hours : new int[] {0, 2, -1, -100_000, 100_000, 0}) {
      try (AskedWorker worker = AskedWorker.start(directory);
          AggregatorProcess aggregator = plan.ahead(Duration.ofHours(hours)).start()) {
        worker.ask("types 4");
        expected += 4;
        Scraper scraper = aggregator.scraper();
        assertThat(scraper.value(TOTAL)).as("hours: " + hours).isEqualTo(expected);
        worker.kill();
        eventually("it is folded", () -> Tallies.in(directory).isEmpty());
        assertThat(scraper.value(TOTAL)).as("hours: " + hours).isEqualTo(expected);
        assertThat(scraper.page().lines().filter(line -> line.startsWith("gauge_all{")))
            .as("those who died by this clock: " + hours)
            .hasSize(1);
      }
    }
  }

  @Test
  void aFileThatCanNotBeRemovedIsCountedOnceAndTriedAgain() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess first = AggregatorProcess.start(directory, archive)) {
      worker.ask("count 8");
      Path file = Tallies.onlyOne(directory);
      // What something is mounted on can't be removed, not by root either.
      SmallDisk.run(List.of("mount", "--bind", file.toString(), file.toString()));
      try {
        worker.kill();
        eventually("it is held", () -> first.errors().contains("can't be removed"));
        assertHeld(first.scraper());
        first.kill();
        try (AggregatorProcess second = AggregatorProcess.start(directory, archive)) {
          eventually("it is held", () -> second.errors().contains("can't be removed"));
          assertHeld(second.scraper());

          SmallDisk.run(List.of("umount", "-l", file.toString()));

          eventually("it is gone", () -> !Files.exists(file));
          assertThat(second.scraper().value(TOTAL)).isEqualTo(8);
          eventually("none held", () -> second.scraper().value("tallyman_files_held") == 0);
          assertThat(second.errors()).containsOnlyOnce("can't be removed");
        }
      } finally {
        if (Files.exists(file)) {
          SmallDisk.run(List.of("umount", "-l", file.toString()));
        }
      }
    }
  }

  private static void assertHeld(Scraper scraper) throws Exception {
    eventually("it says so", () -> scraper.value("tallyman_files_held") == 1);
    assertThat(scraper.value(TOTAL)).isEqualTo(8);
    assertThat(scraper.value("tallyman_files_waiting")).isZero();
    assertThat(scraper.page()).doesNotContainPattern("tallyman_files_skipped.* [1-9]");
  }

  /** Else it would be counted a second time a day later, when the archive forgets old files. */
  @Test
  void aFileThatCarriesOnAfterItsWorkerWasTakenForDeadIsNeverCountedTwice() throws Exception {
    AggregatorProcess.Plan plan = AggregatorProcess.Plan.of(directory, archive);
    try (AskedWorker worker = AskedWorker.start(directory)) {
      worker.ask("count 8");
      worker.signal("STOP");
      Path file = Tallies.onlyOne(directory);
      Path away = Files.move(file, elsewhere.resolve("away"));
      Files.copy(away, directory.resolve("copy.tally"));
      try (AggregatorProcess first = plan.start()) {
        eventually("the copy is folded", () -> Tallies.in(directory).isEmpty());
        Files.move(away, file);
        assertLeftOut(first.scraper());
      }
      for (int start = 1; start <= 2; start++) {
        try (AggregatorProcess dayAfter = plan.ahead(Duration.ofHours(25)).start()) {
          Scraper scraper = dayAfter.scraper();
          eventually("it has folded", () -> scraper.value("tallyman_archive_series") == 1);
          assertLeftOut(scraper);
        }
      }
    }
  }

  private static void assertLeftOut(Scraper scraper) throws Exception {
    assertThat(scraper.value(TOTAL)).isEqualTo(8);
    assertThat(scraper.value("tallyman_files_skipped{reason=\"held\"}")).isEqualTo(1);
  }

  @Test
  void aFileThatComesBackFromABackUpIsNotCountedAgain() throws Exception {
    try (AskedWorker worker = AskedWorker.start(directory);
        AggregatorProcess aggregator = AggregatorProcess.start(directory, archive)) {
      worker.ask("count 8");
      Path file = Tallies.onlyOne(directory);
      byte[] backUp = Files.readAllBytes(file);
      worker.kill();
      eventually("it is folded", () -> Tallies.in(directory).isEmpty());

      Files.write(file, backUp);

      assertThat(aggregator.scraper().value(TOTAL)).isEqualTo(8);
      eventually("it is removed again", () -> Tallies.in(directory).isEmpty());
      assertThat(aggregator.scraper().value(TOTAL)).isEqualTo(8);
    }
  }
}
