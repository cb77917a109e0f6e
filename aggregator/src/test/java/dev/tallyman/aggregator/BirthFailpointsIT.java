package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.failpoint.Failpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker is halted between any two steps of its file's birth, and no total suffers. */
@Tag("slow")
@Timeout(120)
class BirthFailpointsIT {
  private static final int KILLED = 137;
  private static final int MANY = 2_000;
  private static final String TOTAL = "asked_total";

  @TempDir Path directory;
  @TempDir Path archive;
  private AskedWorker unharmed;
  private AskedWorker halted;

  @BeforeEach
  void start() throws Exception {
    unharmed = AskedWorker.start(directory);
    unharmed.ask("count 3");
    halted = AskedWorker.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    unharmed.close();
    halted.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "BIRTH_.*")
  void aWorkerHaltedAtItsFirstRecordingHasCountedNothing(Failpoint failpoint) throws Exception {
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      halted.ask("halt-at " + failpoint);
      assertThat(halted.tryToAsk("count 1")).isEmpty();
      assertThat(halted.awaitExit()).isEqualTo(KILLED);

      assertThat(scraper.value(TOTAL)).isEqualTo(3);
      assertThat(scraper.page())
          .contains("tallyman_workers 1.0")
          .doesNotContainPattern("skipped.* [1-9]");
      unharmed.ask("count 2");
      assertThat(scraper.value(TOTAL)).isEqualTo(5);
      eventually("only the living have a file in sight", () -> Tallies.in(directory).size() == 1);
    }
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      assertThat(new Scraper(aggregator.port()).value(TOTAL)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "BIRTH_.*")
  void aWorkerHaltedWhenItStartsAnewAfterAWipeIsCountedOnce(Failpoint failpoint) throws Exception {
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      halted.ask("count 10");
      assertThat(scraper.value(TOTAL)).isEqualTo(13);
      halted.ask("halt-at " + failpoint);
      Tallies.wipe(directory);
      int acknowledged = countUntilItHalts();

      double total = scraper.value(TOTAL);
      assertThat(total).isBetween(13.0 + acknowledged, 13.0 + acknowledged + 1);
      eventually("it is folded", () -> scraper.value("tallyman_folded_files_total") == 1);
      assertThat(scraper.value(TOTAL)).isEqualTo(total);
      unharmed.ask("count 1");
      assertThat(scraper.value(TOTAL)).isEqualTo(total + 1);
    }
  }

  @Test
  void aNewFileInSightHasAllThatTheWipedOneHad() throws Exception {
    halted.ask("count 10");
    halted.ask("halt-at " + Failpoint.BIRTH_SHOWN);
    Tallies.wipe(directory);
    int acknowledged = countUntilItHalts();
    eventually("the one that records no more has", () -> Tallies.in(directory).size() == 2);

    // No aggregator has ever seen the old files.
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      assertThat(new Scraper(aggregator.port()).value(TOTAL))
          .isBetween(13.0 + acknowledged, 13.0 + acknowledged + 1);
    }
  }

  @Test
  void whatThreadsCountWhileTheirWorkerGoesOverAfterAWipeIsNotLost() throws Exception {
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      halted.ask("series " + MANY); // going over with so many takes a while
      assertThat(scraper.value("many_total{number=\"7\"}")).isEqualTo(1);
      Path acknowledged = race();
      halted.ask("halt-at " + Failpoint.BIRTH_MOVED);
      Tallies.wipe(directory);
      assertThat(halted.awaitExit()).isEqualTo(KILLED);

      assertCounted(scraper, acknowledged);
      eventually("it is folded", () -> scraper.value("tallyman_folded_files_total") == 1);
      assertCounted(scraper, acknowledged);
    }
  }

  @Test
  void whatThreadsCountWhileTheirWorkerLeavesRemovedGaugesBehindIsNotLost() throws Exception {
    halted.ask("series " + MANY);
    Path acknowledged = race();
    halted.ask("halt-at " + Failpoint.BIRTH_MOVED);
    assertThat(halted.tryToAsk("retire " + (MANY + 1_000))).isEmpty();
    assertThat(halted.awaitExit()).isEqualTo(KILLED);
    assertThat(Tallies.in(directory)).as("both files are there").hasSize(3);

    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      Scraper scraper = new Scraper(aggregator.port());
      assertCounted(scraper, acknowledged);
      eventually("both are folded", () -> Tallies.in(directory).size() == 1);
      assertCounted(scraper, acknowledged);
    }
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      assertCounted(new Scraper(aggregator.port()), acknowledged);
    }
  }

  /** Threads of the worker count from now on, and put down how much. */
  private Path race() throws Exception {
    Path acknowledged = archive.resolve("acknowledged");
    halted.ask("race " + acknowledged);
    eventually("all threads count", () -> Arrays.stream(read(acknowledged)).allMatch(n -> n > 0));
    return acknowledged;
  }

  private static void assertCounted(Scraper scraper, Path acknowledged) throws Exception {
    long counted = Arrays.stream(read(acknowledged)).sum();
    assertThat(scraper.value(TOTAL))
        .isBetween(3.0 + counted, 3.0 + counted + RecordingWorker.RACERS);
  }

  private static long[] read(Path acknowledged) throws IOException {
    long[] counts = new long[RecordingWorker.RACERS];
    ByteBuffer.wrap(Files.readAllBytes(acknowledged)).asLongBuffer().get(counts);
    return counts;
  }

  /** Once a second a worker looks around; so it goes on for a while. */
  private int countUntilItHalts() throws Exception {
    int acknowledged = 0;
    while (!halted.tryToAsk("count 1").isEmpty()) {
      acknowledged++;
    }
    assertThat(halted.awaitExit()).isEqualTo(KILLED);
    return acknowledged;
  }
}
