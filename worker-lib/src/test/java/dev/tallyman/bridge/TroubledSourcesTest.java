package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesView;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Registries in which something is wrong, or leaves, or is there twice. */
class TroubledSourcesTest {
  private final PrometheusRegistry from = new PrometheusRegistry();
  private final MetricRegistry to = MetricRegistry.inHeap();
  private final List<String> complaints = new ArrayList<>();
  private final RegistryCopier copier =
      new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaints::add);

  @Test
  void whateverACollectorThrowsTheOthersLand() {
    from.register(throwing(new AssertionError("no")));
    from.register(throwing(new OutOfMemoryError("no")));
    from.register(throwing(new IOException("no")));
    from.register(throwing(new NoSuchMethodError("no")));
    Counter.builder().name("c").register(from).inc();
    copier.copy();

    assertThat(values("c")).containsExactly(1.0);
    assertThat(values("tallyman_bridge_failures")).containsExactly(4.0);
  }

  @Test
  void aFamilyWhoseClassesDoNotFitEndsNoOther() {
    for (int i = 0; i < 5; i++) {
      CounterSnapshot broken = counter("b" + i, new OfAnotherRelease());
      from.register(() -> broken);
      Counter.builder().name("c" + i).register(from).inc();
    }
    copier.copy();
    copier.copy();

    for (int i = 0; i < 5; i++) {
      assertThat(values("c" + i)).containsExactly(1.0);
    }
    assertThat(values("tallyman_bridge_failures")).containsExactly(10.0);
    assertThat(complaints).hasSize(5).allMatch(each -> each.contains("NoSuchMethodError"));
  }

  @Test
  void aFailureThatIsToldInOtherWordsEachTimeIsSaidOnce() {
    AtomicInteger times = new AtomicInteger();
    Collector failing =
        () -> {
          throw new IllegalStateException("failure number " + times.incrementAndGet());
        };
    from.register(failing);
    for (int i = 0; i < 5; i++) {
      copier.copy();
    }

    assertThat(complaints).singleElement().asString().contains("failure number 1");
    assertThat(values("tallyman_bridge_failures")).containsExactly(5.0);
  }

  @Test
  void whatLeavesWithItsWholeFamilyLeavesUnlessItOnlyGrew() {
    Gauge gauge = Gauge.builder().name("g").register(from);
    gauge.set(3);
    Info info = Info.builder().name("i_info").labelNames("v").register(from);
    info.setLabelValues("1");
    StateSet states = StateSet.builder().name("s").states("on").register(from);
    states.setTrue("on");
    Counter counter = Counter.builder().name("c").register(from);
    counter.inc(2);
    copier.copy();
    from.unregister(gauge);
    from.unregister(info);
    from.unregister(states);
    from.unregister(counter);
    copier.copy();

    assertThat(values("g")).isEmpty();
    assertThat(values("i")).isEmpty();
    assertThat(values("s")).isEmpty();
    assertThat(values("c")).containsExactly(2.0);
    from.register(gauge);
    from.register(info);
    from.register(states);
    from.register(counter);
    copier.copy();
    assertThat(values("g")).containsExactly(3.0);
    assertThat(values("i")).hasSize(1);
    assertThat(values("s")).hasSize(1);
    assertThat(values("c")).as("the same counter is not counted again").containsExactly(2.0);
  }

  @Test
  void whatIsMissingWhileACollectorFailsMayBeItsAndStays() {
    boolean[] fails = {false};
    MultiCollector failing =
        () -> {
          if (fails[0]) {
            throw new IllegalStateException("for now");
          }
          PrometheusRegistry own = new PrometheusRegistry();
          Gauge.builder().name("g").register(own).set(3);
          return own.scrape();
        };
    from.register(failing);
    copier.copy();
    fails[0] = true;
    copier.copy();

    assertThat(values("g")).containsExactly(3.0);
  }

  @Test
  void ofTwoSourcesOfOneSeriesTheFirstIsCopied() {
    MultiCollector both = () -> new MetricSnapshots(counter("a.b", 10, Labels.EMPTY));
    MultiCollector again = () -> new MetricSnapshots(counter("a_b", 4, Labels.EMPTY));
    from.register(both);
    from.register(again);
    for (int i = 0; i < 3; i++) {
      copier.copy();
    }

    assertThat(values("a_b")).hasSize(1);
    assertThat(values("a_b").get(0)).isIn(10.0, 4.0);
    assertThat(complaints).singleElement().asString().contains("two sources of one series");
  }

  @Test
  void infosWithLabelsThatComeLaterLeaveTheOthersAsTheyAre() {
    List<String[]> shown = new ArrayList<>(List.of(new String[][] {{"v", "1"}}));
    from.register(
        () -> {
          InfoSnapshot.Builder all = InfoSnapshot.builder().name("i");
          shown.forEach(each -> all.dataPoint(new InfoDataPointSnapshot(Labels.of(each))));
          return all.build();
        });
    copier.copy();
    shown.clear();
    shown.add(new String[] {"late", "x"});
    shown.add(new String[] {"v", "2"});
    copier.copy();

    assertThat(only("i").series())
        .singleElement()
        .extracting(series -> series.labels().values())
        .isEqualTo(List.of("2"));
    assertThat(complaints).singleElement().asString().contains("late");
  }

  @Test
  void activeTasksThatDoNotSayHowManyAreNone() {
    from.register(
        () ->
            SummarySnapshot.builder()
                .name("calls_active_seconds")
                .dataPoint(SummaryDataPointSnapshot.builder().sum(3).build())
                .build());
    copier.copy();

    assertThat(values("calls_active_seconds_count")).containsExactly(0.0);
    assertThat(values("calls_active_seconds_sum")).containsExactly(3.0);
  }

  @Test
  void seriesOverTheLimitThatComeAndGoAreCountedAndForgotten() {
    dev.tallyman.metrics.Counter counter =
        dev.tallyman.metrics.Counter.builder().name("c").labelNames("l").maxSeries(2).register(to);
    PointwiseCopy<CounterDataPointSnapshot, CounterCopy> copy =
        new PointwiseCopy<>(
            new LabelSet(List.of("l")), new CounterCopy.Into(counter, new Scrape()));
    int each = PointwiseCopy.REMEMBERED / 2;
    for (int round = 0; round < 8; round++) {
      CounterSnapshot.Builder all = CounterSnapshot.builder().name("c");
      for (int i = 0; i < each; i++) {
        all.dataPoint(point(3, Labels.of("l", "n" + (round * each + i))));
      }
      copy.copy(List.of(all.build()));
      assertThat(copy.remembered()).isLessThanOrEqualTo(PointwiseCopy.REMEMBERED + each + 2);
    }

    assertThat(values("c").stream().mapToDouble(Double::doubleValue).sum())
        .isEqualTo(3.0 * 8 * each);
  }

  private static Collector throwing(Throwable failure) {
    return () -> {
      throw TroubledSourcesTest.<RuntimeException>undeclared(failure);
    };
  }

  /** As languages that don't know checked exceptions throw them. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E undeclared(Throwable failure) throws E {
    throw (E) failure;
  }

  private static CounterSnapshot counter(String name, double value, Labels labels) {
    return counter(name, point(value, labels));
  }

  private static CounterSnapshot counter(String name, CounterDataPointSnapshot point) {
    return CounterSnapshot.builder().name(name).dataPoint(point).build();
  }

  private static final class OfAnotherRelease extends CounterDataPointSnapshot {
    OfAnotherRelease() {
      super(1, Labels.EMPTY, null, 0);
    }

    @Override
    public double getValue() {
      throw new NoSuchMethodError("getValue");
    }
  }

  private static CounterDataPointSnapshot point(double value, Labels labels) {
    return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
  }

  private List<Double> values(String name) {
    return only(name).series().stream().map(SeriesView::value).toList();
  }

  private FamilyView only(String name) {
    return to.read().stream()
        .filter(view -> view.family().name().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " of " + complaints));
  }
}
