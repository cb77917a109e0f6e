package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.GaugeModeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operator says how gauges merge, and no worker is released for it. */
@Timeout(120)
class GaugeRulesIT {
  @TempDir Path temporary;

  @Test
  void aGaugeMergesByTheRuleAndNotAsItWasRecorded() throws Exception {
    try (Aggregator aggregator = start("pool_size sum", "late_* mostrecent", "none* min")) {
      record(GaugeMode.ALL, "pool_size", 3);
      record(GaugeMode.LIVEMAX, "pool_size", 4);
      record(GaugeMode.MAX, "late_value", 9);
      record(GaugeMode.MAX, "late_value", 2);
      record(GaugeMode.MAX, "other", 5);
      Scraper scraper = new Scraper(aggregator.port());

      assertThat(scraper.value("pool_size")).isEqualTo(7);
      assertThat(scraper.value("late_value")).isEqualTo(2);
      assertThat(scraper.value("other")).isEqualTo(5);
      assertThat(scraper.page()).doesNotContain("tallyman_conflicts{");

      awaitFolded();
      assertThat(scraper.value("pool_size")).isEqualTo(7);
      assertThat(scraper.value("late_value")).isEqualTo(2);
    }
  }

  @Test
  void whatWasFoldedUnderAnotherModeIsLeftOut() throws Exception {
    try (Aggregator before = start("pool_size sum")) {
      record(GaugeMode.ALL, "pool_size", 3);
      record(GaugeMode.ALL, "pool_size", 4);
      assertThat(new Scraper(before.port()).value("pool_size")).isEqualTo(7);
      awaitFolded();
    }
    try (Aggregator after = start("pool_size max")) {
      record(GaugeMode.ALL, "pool_size", 5);

      String page = new Scraper(after.port()).page();
      assertThat(Scraper.value(page, "pool_size")).contains(5.0);
    }
  }

  @Test
  void keptGaugesOfTheDeadMergeByARuleThatCameLater() throws Exception {
    try (Aggregator before = start()) {
      record(GaugeMode.ALL, "pool_size", 3);
      record(GaugeMode.ALL, "pool_size", 4);
      awaitFolded();
      assertThat(new Scraper(before.port()).page()).contains("pool_size{pid=");
    }
    try (Aggregator after = start("pool_size max")) {
      assertThat(new Scraper(after.port()).value("pool_size")).isEqualTo(4);
    }
  }

  private Aggregator start(String... rules) throws IOException {
    return Aggregator.start(
        new AggregatorConfig(
            directory(),
            temporary.resolve("archive"),
            ArchiveRules.DEFAULT,
            HistoryRules.OFF,
            "127.0.0.1",
            0,
            null,
            GaugeModeRules.parse(List.of(rules), "test")));
  }

  /** Records as a worker that has died since. */
  private void record(GaugeMode mode, String name, double value) throws IOException {
    try (MetricRegistry worker = MetricRegistry.inDirectory(directory())) {
      Gauge.builder().name(name).multiprocessMode(mode).register(worker).set(value);
    }
    long now = System.currentTimeMillis();
    while (System.currentTimeMillis() == now) {
      Thread.onSpinWait(); // so that the next worker is younger
    }
  }

  private void awaitFolded() throws Exception {
    Eventually.eventually("folded", this::isFolded);
  }

  private boolean isFolded() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.noneMatch(file -> file.toString().endsWith(".tally"));
    }
  }

  private Path directory() {
    return temporary.resolve("tallies");
  }
}
