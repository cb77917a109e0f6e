package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.SeriesView;
import org.junit.jupiter.api.Test;

/** What recordings read as in their own process; a recording that makes no sense is dropped. */
class RecordingTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  private enum Phase {
    STARTING,
    RUNNING
  }

  @Test
  void aCounterCountsWholeAndFractionalAmounts() {
    Counter counter = Counter.builder().name("c").register(registry);
    counter.inc();
    counter.inc(41);
    counter.inc(0.25);
    counter.inc(2.0);
    counter.inc(0);
    counter.inc(1e19);

    assertThat(counter.get()).isEqualTo(1e19 + 44.25);
    assertThat(registry.droppedRecordings()).isZero();
  }

  @Test
  void hugeAmountsDoNotMakeACounterNegative() {
    Counter counter = Counter.builder().name("c").register(registry);
    for (int i = 0; i < 4; i++) {
      counter.inc(5e18);
      counter.inc(Long.MAX_VALUE);
    }
    counter.inc(1L << 53);
    counter.inc(0x1p53 - 1);

    assertThat(counter.get()).isEqualTo(4 * (5e18 + 0x1p63) + 0x1p54, offset(1e5));
    assertThat(registry.droppedRecordings()).isZero();
  }

  @Test
  void aCounterDropsWhatItCannotCount() {
    Counter counter = Counter.builder().name("c").register(registry);
    counter.inc(3);

    counter.inc(-1);
    counter.inc(-0.5);
    counter.inc(Double.NaN);
    counter.inc(Double.POSITIVE_INFINITY);
    counter.inc(Double.NEGATIVE_INFINITY);
    counter.inc(Long.MIN_VALUE);

    assertThat(counter.get()).isEqualTo(3);
    assertThat(registry.droppedRecordings()).isEqualTo(6);
  }

  @Test
  void aGaugeGoesUpAndDown() {
    Gauge gauge = Gauge.builder().name("g").register(registry);
    gauge.set(10);
    gauge.inc();
    gauge.inc(0.5);
    gauge.dec();
    gauge.dec(3);

    assertThat(gauge.get()).isEqualTo(7.5);
    gauge.setToCurrentTime();
    assertThat(gauge.get()).isCloseTo(System.currentTimeMillis() / 1000.0, offset(60.0));
  }

  @Test
  void aMostRecentGaugeCanBeSetButNotIncremented() {
    Gauge gauge =
        Gauge.builder().name("g").multiprocessMode(GaugeMode.MOSTRECENT).register(registry);
    gauge.set(5);

    gauge.inc();
    gauge.dec(2);

    assertThat(gauge.get()).isEqualTo(5);
    assertThat(registry.droppedRecordings()).isEqualTo(2);
  }

  @Test
  void anObservationFallsIntoTheLowestBucketThatHoldsIt() {
    Histogram histogram = Histogram.builder().name("h").classicUpperBounds(1, 2).register(registry);
    for (double value : new double[] {-5, 1, 1.5, 2, 2.1, Double.POSITIVE_INFINITY}) {
      histogram.observe(value);
    }
    histogram.observe(Double.NaN);

    SeriesView series = only();
    assertThat(series.bucketCount(0)).isEqualTo(2);
    assertThat(series.bucketCount(1)).isEqualTo(2);
    assertThat(series.bucketCount(2)).isEqualTo(2);
    assertThat(series.count()).isEqualTo(6);
    assertThat(series.sum()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(registry.droppedRecordings()).isEqualTo(1);
  }

  @Test
  void everyObservationFindsItsBucketWhateverTheNumberOfBounds() {
    for (int bounds = 0; bounds <= 14; bounds++) {
      MetricRegistry own = MetricRegistry.inHeap();
      Histogram histogram =
          Histogram.builder().name("h").classicLinearUpperBounds(1, 1, bounds).register(own);
      for (int i = 0; i <= bounds; i++) {
        histogram.observe(i + 0.5);
        histogram.observe(i + 1);
      }

      SeriesView series = own.read().get(0).series().get(0);
      for (int i = 0; i <= bounds; i++) {
        assertThat(series.bucketCount(i)).as("bucket %d of %d bounds", i, bounds).isEqualTo(2);
      }
    }
  }

  @Test
  void aMetricWithLabelsCountsNothingButALossWhereNoLabelsAreNamed() {
    Counter counter = Counter.builder().name("c").labelNames("l").register(registry);
    Gauge gauge = Gauge.builder().name("g").labelNames("l").register(registry);
    Histogram histogram = Histogram.builder().name("h").labelNames("l").register(registry);
    Summary summary = Summary.builder().name("s").labelNames("l").register(registry);

    counter.inc();
    gauge.set(1);
    histogram.observe(1);
    summary.observe(1);

    assertThat(registry.droppedRecordings()).isEqualTo(4);
    assertThat(registry.read()).allMatch(family -> family.series().isEmpty());
  }

  @Test
  void aSummaryCountsAndSums() {
    Summary summary = Summary.builder().name("s").register(registry);
    summary.observe(0.1);
    summary.observe(0.2);
    summary.observe(-1);

    assertThat(only().count()).isEqualTo(3);
    assertThat(only().sum()).isEqualTo(-0.7);
  }

  @Test
  void anInfoShowsWhatWasSetLastAndWhatWasAdded() {
    Info info = Info.builder().name("build").labelNames("version").register(registry);
    info.setLabelValues("1");
    info.setLabelValues("2");
    info.addLabelValues("3");

    FamilyView view = registry.read().get(0);
    assertThat(view.series())
        .filteredOn(series -> series.value() == 1)
        .extracting(series -> series.labels().values().get(0))
        .containsExactly("2", "3");
  }

  @Test
  void aStateSetSwitchesStatesAndDropsThoseItDoesNotHave() {
    StateSet phase = StateSet.builder().name("phase").states(Phase.class).register(registry);
    phase.setTrue(Phase.STARTING);
    phase.setTrue("RUNNING");
    phase.setFalse(Phase.STARTING);

    phase.setTrue("DANCING");
    phase.setFalse((String) null);
    phase.setTrue((Phase) null);

    assertThat(only().stateOn(0)).isFalse();
    assertThat(only().stateOn(1)).isTrue();
    assertThat(registry.droppedRecordings()).isEqualTo(3);
  }

  @Test
  void recordingIntoAMetricWithLabelsWithoutNamingTheirValuesIsDropped() {
    Counter counter = Counter.builder().name("c").labelNames("l").register(registry);
    Histogram histogram = Histogram.builder().name("h").labelNames("l").register(registry);
    Gauge gauge = Gauge.builder().name("g").labelNames("l").register(registry);

    counter.inc();
    histogram.observe(1);
    gauge.set(1);
    double seconds = histogram.startTimer().observeDuration();

    assertThat(seconds).isLessThan(60);
    assertThat(registry.droppedRecordings()).isEqualTo(4);
    assertThat(registry.read()).allSatisfy(view -> assertThat(view.series()).isEmpty());
  }

  private SeriesView only() {
    return registry.read().get(0).series().get(0);
  }
}
