package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesView;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A callback that names more label values than the counter may have series. */
class OverLimitTest {
  private static final int LIMIT = 2;
  private static final int FOLLOWED = OverLimit.FOLLOWED;

  private final MetricRegistry registry = MetricRegistry.inHeap();

  /** What the function says, by label value; the first two have series of their own. */
  private final Map<String, Double> says = new LinkedHashMap<>(Map.of("a", 0.0, "b", 0.0));

  @AfterEach
  void endTheThreadOfTheFunctions() {
    registry.close();
  }

  @Test
  void eachOfAThousandIsCountedAsIfItHadASeries() {
    register();
    assertThat(overflowAfter(() -> say("c", 5))).isEqualTo(5);
    assertThat(overflowAfter(() -> say("d", 7))).isEqualTo(12);
    assertThat(overflowAfter(() -> say("c", 2))).as("began anew").isEqualTo(14);
    assertThat(overflowAfter(() -> says.remove("c"))).isEqualTo(14);
    assertThat(overflowAfter(() -> say("c", 2))).as("came back").isEqualTo(14);
    assertThat(overflowAfter(() -> say("c", 2.5))).isEqualTo(14.5);
  }

  @Test
  void thoseThatComeAndGoAreAllCounted() {
    register();
    double all = 0;
    for (int i = 0; i < 3 * FOLLOWED; i += FOLLOWED / 2) {
      says.keySet().removeIf(key -> key.startsWith("n"));
      for (int j = i; j < i + FOLLOWED / 2; j++) {
        say("n" + j, 3);
        all += 3;
      }
      assertThat(overflow()).isEqualTo(all);
    }
  }

  @Test
  void ofMoreThanAThousandOnlyTheGrowthOfTheSumIsCounted() {
    register();
    for (int i = 0; i < FOLLOWED; i++) {
      say("n" + i, 1);
    }
    assertThat(overflow()).isEqualTo(FOLLOWED);
    assertThat(overflowAfter(() -> say("x", 10))).isEqualTo(FOLLOWED + 10);
    assertThat(overflowAfter(() -> say("y", 5))).isEqualTo(FOLLOWED + 15);
    assertThat(overflowAfter(() -> say("y", 8))).isEqualTo(FOLLOWED + 18);
    assertThat(overflowAfter(() -> says.remove("x"))).isEqualTo(FOLLOWED + 18);
    assertThat(overflowAfter(() -> say("y", 9))).isEqualTo(FOLLOWED + 19);
    says.keySet().removeIf(key -> key.startsWith("n"));
    assertThat(overflowAfter(() -> say("y", 11))).as("room does not count y twice").isEqualTo(1021);
    assertThat(overflowAfter(() -> say("n1", 4))).isEqualTo(1024);
  }

  @Test
  void aFunctionThatFailsHalfwayTakesNothingAwayAndCountsNothingTwice() {
    boolean[] fails = {false};
    Map<String, Double> last = new LinkedHashMap<>();
    register(
        () -> {
          if (fails[0]) {
            throw new IllegalStateException("after half of it");
          }
          return last;
        });
    for (int i = 0; i < FOLLOWED; i++) {
      say("n" + i, 1);
    }
    last.put("z", 100.0);
    assertThat(overflow()).isEqualTo(FOLLOWED + 100);
    fails[0] = true;
    assertThat(overflowAfter(() -> say("n1", 2))).isEqualTo(FOLLOWED + 101);
    fails[0] = false;
    assertThat(overflow()).isEqualTo(FOLLOWED + 101);
  }

  @Test
  void whatFindsRoomLaterIsNotCountedTwice() {
    try (MetricRegistry small =
        MetricRegistry.of(new MetricsConfig(false, Path.of(""), "", LIMIT))) {
      Gauge gauge = Gauge.builder().name("g").labelNames("l").register(small);
      gauge.labelValues("x").set(1);
      says.clear();
      say("a", 1);
      say("b", 2);
      var unused = counter(small, Map::of);
      assertThat(total(small)).isEqualTo(3);
      gauge.remove("x");
      say("b", 4);
      assertThat(total(small)).isEqualTo(5);
      say("b", 5);
      assertThat(total(small)).isEqualTo(6);
    }
  }

  @Test
  void whateverAFunctionNamesTheTotalNeverFallsAndMemoryHasABound() {
    OverLimit over = new OverLimit();
    CounterDataPoint point =
        Counter.builder().name("p").labelNames("l").register(registry).labelValues("overflow");
    Random random = new Random(11);
    double before = 0;
    for (int round = 0; round < 200; round++) {
      over.begin();
      for (int i = random.nextInt(3 * FOLLOWED); i > 0; i--) {
        over.say(point, List.of("" + random.nextInt(100_000)), random.nextInt(50));
      }
      if (random.nextInt(5) > 0) {
        over.end();
      }
      assertThat(over.followed()).isLessThanOrEqualTo(FOLLOWED);
      assertThat(point.get()).isGreaterThanOrEqualTo(before);
      before = point.get();
    }
  }

  private void register() {
    register(Map::of);
  }

  private void register(Supplier<Map<String, Double>> last) {
    var unused = counter(registry, last);
    assertThat(overflow()).isZero();
  }

  private CounterWithCallback counter(MetricRegistry in, Supplier<Map<String, Double>> last) {
    return CounterWithCallback.builder()
        .name("c")
        .labelNames("l")
        .maxSeries(LIMIT)
        .callback(
            callback -> {
              says.forEach((label, total) -> callback.call(total, label));
              last.get().forEach((label, total) -> callback.call(total, label));
            })
        .register(in);
  }

  private void say(String label, double total) {
    says.put(label, total);
  }

  private double overflowAfter(Runnable change) {
    change.run();
    return overflow();
  }

  private double overflow() {
    return series(registry).stream()
        .filter(series -> series.labels().values().contains(Metric.OVERFLOW))
        .mapToDouble(SeriesView::value)
        .sum();
  }

  private static double total(MetricRegistry of) {
    return series(of).stream().mapToDouble(SeriesView::value).sum();
  }

  private static List<? extends SeriesView> series(MetricRegistry of) {
    for (FamilyView view : of.read()) {
      if (view.family().name().equals("c")) {
        return view.series();
      }
    }
    return List.of();
  }
}
