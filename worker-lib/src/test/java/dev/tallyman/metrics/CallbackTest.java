package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallyman.model.FamilyView;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are read from functions. */
class CallbackTest {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  @TempDir Path directory;

  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final CountDownLatch testIsOver = new CountDownLatch(1);

  @AfterEach
  void letHangingCallbacksReturn() {
    testIsOver.countDown();
    registry.close();
  }

  @Test
  void aGaugeReadsAsWhatItsFunctionSays() {
    Map<String, Integer> pools = new TreeMap<>(Map.of("main", 3, "spare", 1));
    GaugeWithCallback connections =
        GaugeWithCallback.builder()
            .name("pool_connections")
            .help("Connections in use.")
            .labelNames("pool")
            .multiprocessMode(GaugeMode.LIVESUM)
            .callback(callback -> pools.forEach((pool, size) -> callback.call(size, pool)))
            .register(registry);

    assertThat(values("pool_connections")).containsExactly(3.0, 1.0);
    pools.put("main", 7);
    assertThat(values("pool_connections")).containsExactly(7.0, 1.0);
    assertThat(connections.family().gaugeMode()).isEqualTo(GaugeMode.LIVESUM);
  }

  @Test
  void aGaugeThatWasNeverReadHasNoSeries() {
    var unused = GaugeWithCallback.builder().name("g").callback(callback -> {}).register(registry);

    assertThat(values("g")).isEmpty();
  }

  @Test
  void aCounterWhoseSourceBeginsAnewGoesOnFromWhereItWas() {
    double[] total = {0.0};
    var unused = counter("c", callback -> callback.call(total[0]));

    double[] says = {3, 5, 5, 2, 4, 0, 0.5};
    double[] reads = {3, 5, 5, 7, 9, 9, 9.5};
    for (int i = 0; i < says.length; i++) {
      total[0] = says[i];
      assertThat(values("c")).containsExactly(reads[i]);
    }
  }

  @Test
  void aCountersFractionsAreThoseOfItsSource() {
    double[] total = {0.0};
    var unused = counter("c_seconds", callback -> callback.call(total[0]));
    double before = 0;
    for (int i = 1; i <= 500; i++) {
      total[0] = i * 0.1 + i * i * 1e-7;
      double now = values("c_seconds").get(0);
      assertThat(now).isGreaterThanOrEqualTo(before);
      assertThat(Math.abs(now - total[0])).isLessThanOrEqualTo(2 * Math.ulp(now));
      before = now;
    }
  }

  @Test
  void aTotalThatMakesNoSenseIsDropped() {
    double[] total = {4.0};
    var unused = counter("c", callback -> callback.call(total[0]));
    assertThat(values("c")).containsExactly(4.0);

    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      total[0] = bad;
      assertThat(values("c")).containsExactly(4.0);
    }
    assertThat(registry.droppedRecordings()).isEqualTo(3);
  }

  @Test
  void aFunctionThatThrowsDisturbsNobodyAndIsCounted() {
    var bad =
        GaugeWithCallback.builder()
            .name("bad")
            .callback(
                callback -> {
                  callback.call(1);
                  throw new NoClassDefFoundError("Gone");
                })
            .register(registry);
    var good = gauge("good", 2);

    assertThat(values("good")).containsExactly(2.0);
    assertThat(values("bad")).as("what it said before it threw").containsExactly(1.0);
    assertThat(registry.droppedRecordings()).isEqualTo(2);
    assertThat(bad.family()).isNotEqualTo(good.family());
  }

  @Test
  void aFunctionThatDoesNotReturnHoldsUpTheOthersOnceAndIsHeardWhenItDoes() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    var slow =
        GaugeWithCallback.builder()
            .name("slow")
            .callback(
                callback -> {
                  calls.incrementAndGet();
                  await(answer);
                  callback.call(5);
                })
            .register(registry);
    var good = gauge("good", 2);

    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(values("good")).containsExactly(2.0);
    }
    assertThat(System.nanoTime() - start).isLessThan(2 * Callbacks.LIMIT_NANOS);
    assertThat(calls).hasValue(1);
    assertThat(registry.droppedRecordings()).isEqualTo(20);
    answer.countDown();
    eventually(() -> values("slow").equals(List.of(5.0)));
    assertThat(slow.family()).isNotEqualTo(good.family());
  }

  @Test
  void aFunctionMayReadTheRegistryItself() {
    var unused =
        GaugeWithCallback.builder()
            .name("families")
            .callback(callback -> callback.call(registry.read().size()))
            .register(registry);

    assertThat(values("families")).containsExactly(1.0);
  }

  @Test
  void whatIsRegisteredAgainHasBothFunctions() {
    var first = counter("c", callback -> callback.call(3));
    var second = counter("c", callback -> callback.call(4));

    assertThat(second).isSameAs(first);
    assertThat(values("c")).containsExactly(7.0);
    assertThat(values("c")).containsExactly(7.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Counter.builder().name("c").register(registry));
  }

  @Test
  void theTallyFileIsKeptUpToDateByAThreadThatIsThereOnlyIfThereIsAFunction() throws Exception {
    try (MetricRegistry onDisk = MetricRegistry.inDirectory(directory)) {
      Counter.builder().name("c").register(onDisk).inc();
      eventually(() -> callbackThreads().isEmpty());

      AtomicInteger calls = new AtomicInteger();
      var unused =
          GaugeWithCallback.builder()
              .name("g")
              .callback(callback -> callback.call(calls.incrementAndGet()))
              .register(onDisk);
      eventually(() -> calls.get() > 0);
      assertThat(callbackThreads()).isNotEmpty().allMatch(Thread::isDaemon);
    }
    eventually(() -> callbackThreads().isEmpty());
  }

  @Test
  void whatAFunctionSaysLastIsInTheFileOfAWorkerThatCloses() throws Exception {
    MetricRegistry onDisk = MetricRegistry.inDirectory(directory);
    var unused = GaugeWithCallback.builder().name("g").callback(c -> c.call(8)).register(onDisk);
    Counter.builder().name("c").register(onDisk).inc();
    Path file = onDisk.tallyFile().orElseThrow();
    onDisk.close();

    assertThat(valueInFile(file)).isEqualTo(8);
  }

  private static List<Thread> callbackThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tallyman-callback"))
        .toList();
  }

  /** The value of the gauge {@code g}, or not-a-number if it is not there. */
  private static double valueInFile(Path file) throws Exception {
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      for (SeriesEntry series : reader.series()) {
        if (series.family().family().name().equals("g")) {
          return reader.value(series, SlotMap.GAUGE_VALUE);
        }
      }
      return Double.NaN;
    }
  }

  private GaugeWithCallback gauge(String name, double value) {
    return GaugeWithCallback.builder()
        .name(name)
        .callback(callback -> callback.call(value))
        .register(registry);
  }

  private CounterWithCallback counter(String name, Consumer<CounterWithCallback.Callback> reader) {
    return CounterWithCallback.builder().name(name).callback(reader).register(registry);
  }

  private List<Double> values(String family) {
    for (FamilyView view : registry.read()) {
      if (view.family().name().equals(family)) {
        return view.series().stream().map(SeriesView::value).toList();
      }
    }
    return List.of();
  }

  private void await(CountDownLatch answer) {
    try {
      while (answer.getCount() > 0 && testIsOver.getCount() > 0) {
        boolean unused = answer.await(10, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody is to interrupt a callback", e);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void eventually(Condition condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - start).isLessThan(DEADLINE_NANOS);
      Thread.onSpinWait();
    }
  }
}
