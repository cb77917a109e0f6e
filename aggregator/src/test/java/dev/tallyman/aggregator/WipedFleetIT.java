package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployment script wipes the directory under living workers and a living aggregator. */
@Tag("slow")
@Timeout(120)
class WipedFleetIT {
  private static final String TOTAL = "asked_total";

  @TempDir Path temporary;
  private Path directory;
  private Path archive;
  private AggregatorProcess aggregator;
  private Scraper scraper;
  private AskedWorker one;
  private AskedWorker other;

  /** What such scripts do. */
  enum Wipe {
    CONTENT {
      @Override
      void of(Path directory) throws Exception {
        Tallies.wipe(directory);
      }
    },
    DIRECTORY {
      @Override
      void of(Path directory) throws Exception {
        Tallies.remove(directory);
      }
    },
    DIRECTORY_REPLACED {
      @Override
      void of(Path directory) throws Exception {
        Tallies.remove(directory);
        Path unused = Files.createDirectory(directory);
      }
    };

    abstract void of(Path directory) throws Exception;
  }

  @BeforeEach
  void count() throws Exception {
    directory = temporary.resolve("tallies");
    archive = temporary.resolve("archive");
    aggregator = AggregatorProcess.start(directory, archive);
    scraper = aggregator.scraper();
    one = AskedWorker.start(directory);
    other = AskedWorker.start(directory);
    one.ask("count 10");
    other.ask("types 4");
    assertThat(scraper.value(TOTAL)).isEqualTo(14);
  }

  @AfterEach
  void stop() throws Exception {
    one.close();
    other.close();
    aggregator.close();
  }

  @ParameterizedTest
  @EnumSource
  void theLivingAreCountedOn(Wipe wipe) throws Exception {
    wipe.of(directory);
    assertThat(scraper.value(TOTAL)).isEqualTo(14);
    one.ask("count 1");
    assertThat(scraper.value(TOTAL)).as("through the file that is gone").isEqualTo(15);
    double total = awaitNewFiles(15);

    assertThat(scraper.value(TOTAL)).isEqualTo(total);
    restart();
    assertThat(scraper.value(TOTAL)).as("from the new files alone").isEqualTo(total);
    one.kill();
    other.kill();
    assertFoldedAndThere(total);
  }

  @ParameterizedTest
  @EnumSource
  void whoDiesBeforeItsFileIsWipedAndIsNotFoldedYetIsCounted(Wipe wipe) throws Exception {
    one.kill();
    wipe.of(directory);
    assertThat(scraper.value(TOTAL)).isEqualTo(14);
    eventually("it is folded", () -> scraper.value("tallyman_folded_files_total") == 1);
    other.kill();
    eventually("so is the other", () -> scraper.value("tallyman_folded_files_total") == 2);
    assertFoldedAndThere(14);
  }

  @ParameterizedTest
  @EnumSource(names = "DIRECTORY")
  void whoIsFoldedBeforeTheWipeIsCounted(Wipe wipe) throws Exception {
    one.kill();
    other.kill();
    eventually("they are folded", () -> Tallies.in(directory).isEmpty());
    wipe.of(directory);
    assertFoldedAndThere(14);
    try (AskedWorker third = AskedWorker.start(directory)) {
      third.ask("count 6");
      assertThat(scraper.value(TOTAL)).isEqualTo(20);
    }
  }

  /** A worker looks for its file once a second, when it records. */
  private double awaitNewFiles(int total) throws Exception {
    int[] now = {total};
    eventually(
        "new files",
        () -> {
          one.ask("count 100");
          other.ask("count 100");
          now[0] += 200;
          return Tallies.in(directory).size() == 2;
        });
    return now[0];
  }

  private void assertFoldedAndThere(double total) throws Exception {
    eventually("all is folded", () -> Tallies.in(directory).isEmpty());
    eventually("nothing waits", () -> scraper.value("tallyman_files_waiting") == 0);
    assertThat(scraper.value(TOTAL)).isEqualTo(total);
    assertThat(scraper.page()).contains("waited_seconds_count 2", "gauge_sum 4.0");
    restart();
    assertThat(scraper.value(TOTAL)).isEqualTo(total);
    assertThat(scraper.page()).contains("waited_seconds_count 2", "gauge_sum 4.0");
  }

  private void restart() throws Exception {
    aggregator.close();
    aggregator = AggregatorProcess.start(directory, archive);
    scraper = aggregator.scraper();
  }
}
