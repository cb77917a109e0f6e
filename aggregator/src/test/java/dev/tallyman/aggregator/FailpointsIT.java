package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.failpoint.Failpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The aggregator is halted between any two steps of a fold, and no type of metric suffers. */
@Tag("slow")
@Timeout(120)
class FailpointsIT {
  private static final int KILLED = 137;

  @TempDir Path directory;
  @TempDir Path archive;
  private AskedWorker living;
  private AskedWorker firstToDie;
  private AskedWorker secondToDie;

  /** All samples but those that live workers alone make, with all three alive. */
  private String before;

  @BeforeEach
  void record() throws Exception {
    living = AskedWorker.start(directory);
    firstToDie = AskedWorker.start(directory);
    secondToDie = AskedWorker.start(directory);
    living.ask("types 1");
    firstToDie.ask("types 4");
    secondToDie.ask("types 2");
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      before = withoutTheLive(new Scraper(aggregator.port()).samples());
    }
    assertThat(before.lines()).containsAll(totals());
    assertThat(before.lines().filter(line -> line.startsWith("took_seconds{")).count())
        .isEqualTo(3);
  }

  @AfterEach
  void stop() throws Exception {
    living.close();
    firstToDie.close();
    secondToDie.close();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FOLD_READ", "FOLD_WRITTEN", "FOLD_COMMITTED", "FOLD_APPLIED", "FOLD_UNLINKED"})
  void whereverAFoldIsHaltedEveryTypeIsCountedOnce(Failpoint failpoint) throws Exception {
    firstToDie.kill();
    secondToDie.kill();
    try (AggregatorProcess halted = plan().halting(failpoint).start()) {
      assertThat(halted.awaitExit()).as(halted.errors()).isEqualTo(KILLED);
    }

    for (int start = 1; start <= 2; start++) {
      try (Aggregator aggregator = Aggregators.start(directory, archive)) {
        Scraper scraper = new Scraper(aggregator.port());
        assertAllIsCountedOnce(scraper);
        eventually("the dead's files are gone", () -> Tallies.in(directory).size() == 1);
        assertAllIsCountedOnce(scraper);
      }
    }
    living.kill();
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      assertThat(withoutTheLive(new Scraper(aggregator.port()).samples())).isEqualTo(before);
    }
  }

  @Test
  void haltedWhenItForgetsOldFilesItStillCountsThemOnce() throws Exception {
    firstToDie.kill();
    secondToDie.kill();
    try (Aggregator aggregator = Aggregators.start(directory, archive)) {
      assertThat(aggregator.port()).isPositive();
      eventually("the dead's files are gone", () -> Tallies.in(directory).size() == 1);
    }
    AggregatorProcess.Plan dayAfter = plan().ahead(Duration.ofHours(25));
    try (AggregatorProcess halted = dayAfter.halting(Failpoint.FILES_FORGOTTEN).start()) {
      assertThat(halted.awaitExit()).as(halted.errors()).isEqualTo(KILLED);
    }

    for (int start = 1; start <= 2; start++) {
      try (AggregatorProcess aggregator = dayAfter.start()) {
        // By then nobody wants to know the dead's own gauges any more.
        assertThat(withoutTheLive(aggregator.scraper().samples()))
            .isEqualTo(
                before
                    .lines()
                    .filter(line -> !line.startsWith("gauge_all") || isOf(living, line))
                    .collect(Collectors.joining("\n")));
      }
    }
  }

  private void assertAllIsCountedOnce(Scraper scraper) throws Exception {
    String samples = scraper.samples();
    assertThat(withoutTheLive(samples)).isEqualTo(before);
    String pid = Long.toString(living.pid());
    assertThat(samples.lines().filter(line -> line.startsWith("gauge_live")))
        .as("live modes leave with the worker")
        .containsExactly(
            "gauge_liveall{pid=\"" + pid + "\"} 1.0",
            "gauge_livemax 1.0",
            "gauge_livemin 1.0",
            "gauge_livemostrecent 1.0",
            "gauge_livesum 1.0");
    assertThat(samples.lines().filter(line -> line.startsWith("phase")))
        .as("states leave with the worker too")
        .containsExactly("phase{phase=\"s1\"} 1", "phase{phase=\"s2\"} 0", "phase{phase=\"s4\"} 0");
  }

  private Iterable<String> totals() {
    return """
    asked_total 7.0
    fractions_total{size="small"} 0.7000000000000001
    gauge_all{pid="%d"} 1.0
    gauge_all{pid="%d"} 4.0
    gauge_all{pid="%d"} 2.0
    gauge_max 4.0
    gauge_min 1.0
    gauge_mostrecent 2.0
    gauge_sum 7.0
    waited_seconds_bucket{le="0.5"} 3
    waited_seconds_bucket{le="1.0"} 4
    waited_seconds_bucket{le="+Inf"} 6
    waited_seconds_count 6
    waited_seconds_sum 7.700000000000001
    weighed_grams_bucket{le="0.5"} 3
    weighed_grams_bucket{le="1.0"} 4
    weighed_grams_bucket{le="+Inf"} 6
    weighed_grams_count 6
    weighed_grams_sum 7.7
    took_seconds_count 3
    took_seconds_sum 7.0
    sent_bytes_count 3
    sent_bytes_sum 70.0
    built_info{version="v1"} 1
    built_info{version="v2"} 1
    built_info{version="v4"} 1
    """
        .formatted(living.pid(), firstToDie.pid(), secondToDie.pid())
        .lines()
        .toList();
  }

  /** Neither gauges of live modes nor states, which are on only where a living worker has them. */
  private static String withoutTheLive(String samples) {
    return samples
        .lines()
        .filter(line -> !line.startsWith("gauge_live") && !line.startsWith("phase"))
        .collect(Collectors.joining("\n"));
  }

  private static boolean isOf(AskedWorker worker, String line) {
    return line.contains("pid=\"" + worker.pid() + "\"");
  }

  private AggregatorProcess.Plan plan() {
    return AggregatorProcess.Plan.of(directory, archive);
  }
}
