package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.MetricType;
import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each type of metric leaves in the tally file. */
class OnDiskTest {
  @TempDir Path directory;

  private MetricRegistry registry = MetricRegistry.inHeap();

  // Set by closeAndRead, which every test calls.
  @SuppressWarnings("NullAway.Init")
  private TallyReader reader;

  @BeforeEach
  void begin() {
    registry = MetricRegistry.of(new MetricsConfig(true, directory, "w", 1000));
  }

  @AfterEach
  void end() throws IOException {
    reader.close();
  }

  @Test
  void aCounterHasAWholeAndAFractionalSlot() throws Exception {
    Counter counter =
        Counter.builder().name("c_total").help("Help.").labelNames("a").register(registry);
    counter.labelValues("x\n\"ü").inc(7);
    counter.labelValues("x\n\"ü").inc(0.5);

    SeriesEntry series = closeAndRead();
    assertThat(series.family().family().type()).isEqualTo(MetricType.COUNTER);
    assertThat(series.family().family().help()).isEqualTo("Help.");
    assertThat(series.labelValues()).containsExactly("x\n\"ü");
    assertThat(reader.count(series, SlotMap.COUNTER_WHOLE)).isEqualTo(7);
    assertThat(sum(series, SlotMap.COUNTER_FRACTION)).isEqualTo(0.5);
  }

  @Test
  void everyGaugeModeHasItsCodeAndOnlyTheMostRecentOnesKeepATime() throws Exception {
    for (GaugeMode mode : GaugeMode.values()) {
      Gauge.builder()
          .name("g_" + mode.label())
          .multiprocessMode(mode)
          .register(registry)
          .set(mode.code() + 0.5);
    }
    long now = System.currentTimeMillis();

    SeriesEntry unused = closeAndRead();
    assertThat(reader.series()).hasSize(10).contains(unused);
    for (SeriesEntry series : reader.series()) {
      GaugeMode mode = Objects.requireNonNull(series.family().family().gaugeMode());
      assertThat(series.family().family().name()).isEqualTo("g_" + mode.label());
      assertThat(reader.value(series, SlotMap.GAUGE_VALUE)).isEqualTo(mode.code() + 0.5);
      boolean keepsTime = mode == GaugeMode.MOSTRECENT || mode == GaugeMode.LIVEMOSTRECENT;
      assertThat(series.slotCount()).isEqualTo(keepsTime ? 2 : 1);
      if (keepsTime) {
        assertThat(reader.count(series, SlotMap.GAUGE_SET_AT)).isBetween(now - 60_000, now);
      }
    }
  }

  @Test
  void aHistogramHasItsSumThenABucketEach() throws Exception {
    Histogram histogram = Histogram.builder().name("h").classicUpperBounds(1, 2).register(registry);
    histogram.observe(0.5);
    histogram.observe(5);
    histogram.observe(6);

    SeriesEntry series = closeAndRead();
    assertThat(series.family().family().upperBounds()).containsExactly(1.0, 2.0);
    assertThat(series.slotCount()).isEqualTo(4);
    assertThat(sum(series, SlotMap.SUM)).isEqualTo(11.5);
    assertThat(List.of(reader.count(series, 1), reader.count(series, 2), reader.count(series, 3)))
        .containsExactly(1L, 0L, 2L);
  }

  @Test
  void aSummaryHasItsSumAndItsCount() throws Exception {
    Summary.builder().name("s").register(registry).observe(2.5);

    SeriesEntry series = closeAndRead();
    assertThat(sum(series, SlotMap.SUM)).isEqualTo(2.5);
    assertThat(reader.count(series, SlotMap.SUMMARY_COUNT)).isEqualTo(1);
  }

  @Test
  void infosAndStatesAreFlags() throws Exception {
    Info.builder().name("i").labelNames("v").register(registry).setLabelValues("1");
    StateSet states = StateSet.builder().name("s").states("a", "b", "c").register(registry);
    states.setTrue("b");

    SeriesEntry info = closeAndRead();
    SeriesEntry set = reader.series().get(1);
    assertThat(info.family().family().type()).isEqualTo(MetricType.INFO);
    assertThat(reader.count(info, SlotMap.FIRST_FLAG)).isEqualTo(1);
    assertThat(set.family().family().states()).containsExactly("a", "b", "c");
    assertThat(List.of(reader.count(set, 0), reader.count(set, 1), reader.count(set, 2)))
        .containsExactly(0L, 1L, 0L);
  }

  @Test
  void lossesStandInTheHeader() throws Exception {
    registry.close();
    registry = MetricRegistry.of(new MetricsConfig(true, directory, "", 2));
    Counter counter = Counter.builder().name("c").labelNames("a").register(registry);
    counter.labelValues("1").inc();
    counter.labelValues("2").inc(-1);
    counter.labelValues("3").inc();
    counter.inc();

    SeriesEntry unused = closeAndRead();
    assertThat(reader.dropped()).isEqualTo(2);
    assertThat(reader.overLimit()).isEqualTo(1);
    assertThat(reader.notOnDisk()).isZero();
    assertThat(reader.series()).hasSize(3).contains(unused);
  }

  @Test
  void offMeansInHeapAndNoFile() throws Exception {
    MetricRegistry off =
        MetricRegistry.of(new MetricsConfig(false, directory.resolve("none"), "", 10));
    Counter counter = Counter.builder().name("c").register(off);
    counter.inc();
    Gauge.builder().name("g").register(registry).set(1);

    assertThat(counter.get()).isEqualTo(1);
    assertThat(off.tallyFile()).isEmpty();
    off.close();
    assertThat(directory.resolve("none")).doesNotExist();
    SeriesEntry unused = closeAndRead();
  }

  private SeriesEntry closeAndRead() throws Exception {
    Path file = registry.tallyFile().orElseThrow();
    registry.close();
    reader = TallyReader.open(file);
    reader.refresh();
    return reader.series().get(0);
  }

  private double sum(SeriesEntry series, int slot) {
    ExactSum sum = new ExactSum();
    reader.addTo(sum, series, slot);
    return sum.value();
  }
}
