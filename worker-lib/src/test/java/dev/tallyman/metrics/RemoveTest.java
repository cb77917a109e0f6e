package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.tally.TallyReader;
import dev.tallyman.tally.TallySeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that are taken away again. */
class RemoveTest {
  @TempDir Path directory;

  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    registry.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void aGaugeThatWasRemovedIsGoneAndBeginsAnewWhenItsLabelValuesComeBack() {
    Gauge jobs = Gauge.builder().name("jobs").labelNames("queue").register(registry);
    GaugeDataPoint first = jobs.labelValues("mail");
    first.set(7);
    jobs.labelValues("print").set(2);

    jobs.remove("mail");
    assertThat(shown("jobs")).containsExactly("[print]=2.0");
    first.set(8);
    first.inc();
    assertThat(shown("jobs")).as("what was removed records nothing").hasSize(1);
    assertThat(jobs.labelValues("mail").get()).isZero();
    jobs.labelValues("mail").inc();
    assertThat(shown("jobs")).containsExactlyInAnyOrder("[print]=2.0", "[mail]=1.0");
  }

  @Test
  void aGaugeWithoutLabelsComesBackWhenItIsSetOrAddedTo() {
    Gauge gauge = Gauge.builder().name("g").multiprocessMode(GaugeMode.SUM).register(registry);
    gauge.set(5);
    gauge.remove();
    assertThat(shown("g")).isEmpty();
    gauge.inc();
    assertThat(shown("g")).containsExactly("[]=1.0");
    gauge.clear();
    gauge.set(3);
    assertThat(shown("g")).containsExactly("[]=3.0");
  }

  @Test
  void whatACounterHasCountedStaysCounted() {
    Counter counter = Counter.builder().name("c").labelNames("l").register(registry);
    CounterDataPoint kept = counter.labelValues("a");
    kept.inc(3);
    counter.remove("a");
    counter.initLabelValues("b");
    assertThat(shown("c")).containsExactly("[b]=0.0");
    kept.inc();

    counter.labelValues("a").inc();
    assertThat(shown("c")).containsExactly("[b]=0.0", "[a]=5.0");
  }

  @Test
  void clearAndRemoveIfTakeSeveral() {
    Gauge gauge = Gauge.builder().name("g").labelNames("a", "b").register(registry);
    for (int i = 0; i < 10; i++) {
      gauge.labelValues("x" + i % 2, "y" + i).set(i);
    }
    gauge.removeIf(values -> values.get(0).equals("x1"));
    assertThat(shown("g"))
        .containsExactly(
            "[x0, y0]=0.0", "[x0, y2]=2.0", "[x0, y4]=4.0", "[x0, y6]=6.0", "[x0, y8]=8.0");
    gauge.clear();
    assertThat(shown("g")).isEmpty();
    gauge.remove("never", "there");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gauge.remove("one"))
        .withMessageContaining("wrong number");
  }

  @Test
  void aStateSetAndAnInfoCanBeTakenAway() {
    StateSet phase =
        StateSet.builder().name("phase").labelNames("job").states("run", "stop").register(registry);
    phase.labelValues("a").setTrue("stop");
    phase.remove("a");
    assertThat(shown("phase")).isEmpty();
    assertThat(phase.labelValues("a")).isNotNull();
    assertThat(shown("phase")).as("all off again").hasSize(1);

    StateSet flags = StateSet.builder().name("flags").states("x", "y").register(registry);
    flags.setTrue("x");
    flags.clear();
    assertThat(shown("flags")).isEmpty();
    flags.setTrue("y");
    FamilyView view = view("flags");
    assertThat(view.series().get(0).stateOn(0)).isFalse();
    assertThat(view.series().get(0).stateOn(1)).isTrue();

    Info build = Info.builder().name("build").labelNames("version").register(registry);
    build.addLabelValues("1");
    build.addLabelValues("2");
    build.remove("1");
    assertThat(shown("build")).containsExactly("[2]=1.0");
    build.setLabelValues("3");
    assertThat(shown("build")).containsExactly("[3]=1.0");
  }

  @Test
  void removedSeriesMakeRoomUnderTheLimit() {
    MetricRegistry small = MetricRegistry.of(new MetricsConfig(true, directory, "", 3));
    open.add(small);
    Gauge gauge = Gauge.builder().name("g").labelNames("l").register(small);
    for (int i = 0; i < 100; i++) {
      gauge.labelValues("job " + i).set(i);
      gauge.remove("job " + i);
    }
    gauge.labelValues("last").set(1);

    assertThat(small.read().get(0).series()).hasSize(1);
    for (int i = 0; i < 5; i++) {
      gauge.labelValues("more " + i).set(i);
    }
    assertThat(small.read().get(0).series()).hasSize(4);
    gauge.clear();
    assertThat(gauge.labelValues("again")).isNotSameAs(gauge.labelValues(Metric.OVERFLOW));
  }

  @Test
  void countersThatWereRemovedCountTowardsTheLimitOfTheirMetric() {
    Counter counter = Counter.builder().name("c").labelNames("l").maxSeries(3).register(registry);
    for (int i = 0; i < 10; i++) {
      counter.labelValues("job " + i).inc();
      counter.remove("job " + i);
    }
    for (int i = 0; i < 10; i++) {
      counter.labelValues("job " + i).inc();
    }

    assertThat(shown("c"))
        .containsExactlyInAnyOrder("[job 0]=2.0", "[job 1]=2.0", "[job 2]=2.0", "[overflow]=14.0");
  }

  @Test
  void whatDecidesAboutARemovalMayWaitForAThreadThatAddsASeries() {
    Gauge gauge = Gauge.builder().name("g").labelNames("l").register(registry);
    gauge.labelValues("old").set(1);
    gauge.removeIf(
        values ->
            CompletableFuture.supplyAsync(() -> gauge.labelValues("new"))
                .orTimeout(10, TimeUnit.SECONDS)
                .thenApply(point -> values.contains("old"))
                .join());
    assertThat(shown("g")).containsExactly("[new]=0.0");
  }

  @Test
  void seriesThatComeAndGoDoNotMakeTheFileGrowForEver() throws Exception {
    MetricRegistry onDisk = MetricRegistry.inDirectory(directory);
    open.add(onDisk);
    Counter counter = Counter.builder().name("c").register(onDisk);
    Gauge gauge = Gauge.builder().name("g").labelNames("job").register(onDisk);
    gauge.labelValues("kept").set(42);
    GaugeDataPoint kept = gauge.labelValues("kept");
    int jobs = 20_000;
    for (int i = 0; i < jobs; i++) {
      gauge.labelValues("job " + i).set(i + 1);
      counter.inc();
      gauge.remove("job " + i);
    }
    gauge.labelValues("last").set(1);
    kept.inc();
    onDisk.close();

    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).as("files before are gone").hasSize(1);
      assertThat(Files.size(all.get(0))).isLessThan(4 << 20);
      TreeMap<String, Double> present = new TreeMap<>();
      try (TallyReader reader = TallyReader.open(all.get(0))) {
        reader.refresh();
        assertThat(reader.isSettled()).isTrue();
        for (TallySeries series : reader.readings()) {
          if (series.isPresent() && series.family().name().equals("g")) {
            present.put(series.labelValues().get(0), series.gaugeValue());
          } else if (series.isPresent()) {
            assertThat(series.wholeCount()).isEqualTo(jobs);
          }
        }
      }
      assertThat(present).hasSize(2).containsEntry("kept", 43.0).containsEntry("last", 1.0);
    }
  }

  @Test
  void aGaugeOfWhatIsUnderWayStaysRightWhileOthersComeAndGo() throws Exception {
    for (int round = 0; round < 5; round++) {
      MetricRegistry onDisk = MetricRegistry.inDirectory(directory.resolve("round " + round));
      open.add(onDisk);
      Gauge active = Gauge.builder().name("active").register(onDisk);
      Gauge session = Gauge.builder().name("session").labelNames("id").register(onDisk);
      active.set(0);
      Path first = onDisk.tallyFile().orElseThrow();
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Void> one = CompletableFuture.runAsync(() -> beginAndEnd(active, done));
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> beginAndEnd(active, done));
      for (int i = 0; onDisk.tallyFile().orElseThrow().equals(first); i++) {
        session.labelValues("id " + i).set(i);
        session.remove("id " + i);
      }
      done.set(true);
      CompletableFuture.allOf(one, other).join();

      Instant deadline = Instant.now().plusSeconds(20);
      while (active.get() != 0 && Instant.now().isBefore(deadline)) {
        Thread.onSpinWait();
      }
      assertThat(active.get()).as("after a new file without the sessions that ended").isZero();
    }
  }

  private static void beginAndEnd(Gauge active, AtomicBoolean done) {
    while (!done.get()) {
      active.inc();
      active.dec();
    }
  }

  @Test
  void theSameLabelValuesTakeNoMoreRoomHoweverOftenTheyComeAndGo() throws Exception {
    MetricRegistry onDisk = MetricRegistry.inDirectory(directory);
    open.add(onDisk);
    Gauge gauge = Gauge.builder().name("g").labelNames("job").register(onDisk);
    for (int i = 0; i < 50_000; i++) {
      gauge.labelValues("job").set(i);
      gauge.remove("job");
    }
    Path file = onDisk.tallyFile().orElseThrow();
    onDisk.close();

    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      assertThat(reader.readings()).singleElement().matches(series -> !series.isPresent());
    }
  }

  @Test
  void aSeriesThatItsCallbackNamesNoMoreIsGone() {
    List<String> pools = new ArrayList<>(List.of("a", "b"));
    var unused =
        GaugeWithCallback.builder()
            .name("g")
            .labelNames("pool")
            .callback(callback -> pools.forEach(pool -> callback.call(1, pool)))
            .register(registry);
    assertThat(shown("g")).hasSize(2);
    pools.remove("a");
    assertThat(shown("g")).containsExactly("[b]=1.0");
  }

  @Test
  void namesThatTakeTurnsUnderALimitDoNotLeaveTheOverflowSeriesBehind() {
    List<String> busiest = new ArrayList<>(List.of("a", "b"));
    var unused =
        GaugeWithCallback.builder()
            .name("g")
            .labelNames("table")
            .maxSeries(2)
            .callback(callback -> busiest.forEach(table -> callback.call(1, table)))
            .register(registry);
    assertThat(shown("g")).hasSize(2);

    busiest.replaceAll(table -> table + "2");
    assertThat(shown("g")).as("the old ones leave after the new ones came").hasSize(1);
    assertThat(shown("g")).containsExactlyInAnyOrder("[a2]=1.0", "[b2]=1.0");
  }

  @Test
  void anInfoThatChangesNeedsRoomForOneOnly() {
    Info build = Info.builder().name("build").labelNames("version").maxSeries(1).register(registry);
    build.setLabelValues("1");
    build.setLabelValues("2");
    assertThat(shown("build")).containsExactly("[2]=1.0");
  }

  private FamilyView view(String family) {
    return registry.read().stream()
        .filter(view -> view.family().name().equals(family))
        .findAny()
        .orElseThrow();
  }

  private List<String> shown(String family) {
    return view(family).series().stream()
        .map(series -> series.labels().values() + "=" + series.value())
        .toList();
  }
}
