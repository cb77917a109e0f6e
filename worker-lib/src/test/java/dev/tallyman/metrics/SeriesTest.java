package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.model.SeriesView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data points and the label values that lead to them. */
class SeriesTest {
  private static final int LIMIT = 3;

  @TempDir Path directory;

  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void theSameLabelValuesLeadToTheSameDataPointHoweverManyThereAre() {
    for (int labels = 1; labels <= 5; labels++) {
      String[] names = {"a", "b", "c", "d", "e"};
      String[] values = {"1", "2", "3", "4", "5"};
      String[] some = Arrays.copyOf(names, labels);
      Counter counter = Counter.builder().name("c" + labels).labelNames(some).register(registry);
      String[] wanted = Arrays.copyOf(values, labels);
      CounterDataPoint point = counter.labelValues(wanted);

      assertThat(counter.labelValues(wanted.clone())).isSameAs(point);
      wanted[labels - 1] = "other";
      assertThat(counter.labelValues(wanted)).isNotSameAs(point);
    }
    Counter three = Counter.builder().name("t").labelNames("a", "b", "c").register(registry);
    assertThat(three.labelValues("1", "2", "3"))
        .isSameAs(three.labelValues(new String[] {"1", "2", "3"}));
    Counter two = Counter.builder().name("u").labelNames("a", "b").register(registry);
    assertThat(two.labelValues("1", "2")).isSameAs(two.labelValues(new String[] {"1", "2"}));
  }

  @Test
  void aSeriesThatBeganBeforeItCameHereSaysSo() {
    Counter labelled = Counter.builder().name("l").labelNames("l").register(registry);
    Counter plain = Counter.builder().name("p").beginsWhenNamed().register(registry);
    assertThat(registry.read()).allMatch(view -> view.series().isEmpty());
    labelled.labelValuesSince(1_000_000, "x").inc();
    labelled.labelValuesSince(2_000_000, "x").inc();
    plain.labelValuesSince(3_000_000).inc();
    plain.inc();

    assertThat(registry.read())
        .extracting(view -> view.series().get(0).createdMillis())
        .containsExactly(1_000_000L, 3_000_000L);
    assertThat(plain.get()).isEqualTo(2);
  }

  @Test
  void oneThatBeginsWhenItIsNamedBeginsWhenItIsRecordedIntoAtTheLatest() {
    Counter counter = Counter.builder().name("c").beginsWhenNamed().register(registry);
    Histogram histogram = Histogram.builder().name("h").beginsWhenNamed().register(registry);
    counter.inc();
    histogram.observe(1);

    assertThat(registry.read()).allMatch(view -> view.series().size() == 1);
    assertThat(registry.droppedRecordings()).isZero();
  }

  @Test
  void aNullLabelValueCountsAsEmpty() {
    Counter counter = Counter.builder().name("c").labelNames("a", "b").register(registry);
    counter.labelValues("x", null).inc();
    counter.labelValues("x", "").inc();

    assertThat(counter.labelValues("x", null).get()).isEqualTo(2);
    assertThat(series()).hasSize(1);
  }

  @Test
  void aWrongNumberOfLabelValuesIsRefusedWithNameAndValues() {
    Counter counter = Counter.builder().name("calls").labelNames("method").register(registry);
    Gauge plain = Gauge.builder().name("plain").register(registry);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> counter.labelValues("GET", "200"))
        .withMessageContainingAll("calls", "method", "GET", "200");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counter.labelValues())
        .withMessageContaining("calls");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.labelValues("x"))
        .withMessageContainingAll("plain", "x");
    assertThat(plain.labelValues()).as("none for none").isNotNull();
  }

  @Test
  void labelValuesThatHashAlikeStayApart() {
    Counter counter = Counter.builder().name("c").labelNames("a", "b").register(registry);
    String[] alike = {"AaAa", "AaBB", "BBAa", "BBBB"};
    for (int i = 0; i < alike.length; i++) {
      counter.labelValues(alike[i], alike[alike.length - 1 - i]).inc(i + 1);
    }

    for (int i = 0; i < alike.length; i++) {
      assertThat(counter.labelValues(alike[i], alike[alike.length - 1 - i]).get()).isEqualTo(i + 1);
    }
  }

  @Test
  void seriesOverTheLimitLeadToOneOverflowSeries() {
    MetricRegistry small = small();
    Counter counter = Counter.builder().name("c").labelNames("id", "kind").register(small);
    for (int i = 0; i < 1000; i++) {
      counter.labelValues("id" + i, "k").inc();
    }
    counter.labelValues("id0", "k").inc();

    List<? extends SeriesView> series = small.read().get(0).series();
    assertThat(series).hasSize(LIMIT + 1);
    assertThat(series.get(LIMIT).labels().values())
        .containsExactly(Metric.OVERFLOW, Metric.OVERFLOW);
    assertThat(series.get(LIMIT).value()).isEqualTo(1000 - LIMIT);
    assertThat(series.get(0).value()).isEqualTo(2);
    small.close();
  }

  @Test
  void aSeriesThatIsCalledAsTheOverflowSeriesIsTheOverflowSeries() {
    MetricRegistry small = small();
    Counter counter = Counter.builder().name("c").labelNames("id").register(small);
    counter.labelValues(Metric.OVERFLOW).inc();
    for (int i = 0; i < LIMIT; i++) {
      counter.labelValues("id" + i).inc();
    }

    List<? extends SeriesView> series = small.read().get(0).series();
    assertThat(series).hasSize(LIMIT);
    assertThat(counter.labelValues(Metric.OVERFLOW).get()).isEqualTo(2);
    small.close();
  }

  @Test
  void aMetricCanHaveALimitOfItsOwn() {
    Counter counter = Counter.builder().name("c").labelNames("id").maxSeries(2).register(registry);
    Counter other = Counter.builder().name("d").labelNames("id").register(registry);
    for (int i = 0; i < 10; i++) {
      counter.labelValues("id" + i).inc();
      other.labelValues("id" + i).inc();
    }

    assertThat(registry.read().get(0).series())
        .extracting(series -> series.labels().values().get(0))
        .containsExactly("id0", "id1", Metric.OVERFLOW);
    assertThat(counter.labelValues(Metric.OVERFLOW).get()).isEqualTo(8);
    assertThat(registry.read().get(1).series()).hasSize(10);
    assertThatThrownBy(() -> Counter.builder().name("c").maxSeries(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSeries=0");
  }

  @Test
  void aLabelValueTooLongForALabelGoesIntoTheOverflowSeries() {
    Counter counter = Counter.builder().name("c").labelNames("l").register(registry);
    counter.labelValues("x".repeat(100_000)).inc();
    counter.labelValues("fine").inc();

    assertThat(series())
        .extracting(series -> series.labels().values().get(0))
        .containsExactly(Metric.OVERFLOW, "fine");
  }

  @Test
  void threadsThatMeetAtANewSeriesMakeOneOfIt() throws Exception {
    int threads = 8;
    int rounds = 500;
    Counter counter = Counter.builder().name("c").labelNames("l").register(registry);
    Set<CounterDataPoint> points = ConcurrentHashMap.newKeySet();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread thread =
          new Thread(
              () -> {
                await(start);
                for (int i = 0; i < rounds; i++) {
                  CounterDataPoint point = counter.labelValues("series " + i);
                  point.inc();
                  points.add(point);
                }
              });
      thread.start();
      all.add(thread);
    }
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }

    assertThat(points).hasSize(rounds);
    assertThat(series())
        .hasSize(rounds)
        .allSatisfy(series -> assertThat(series.value()).isEqualTo(threads));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private MetricRegistry small() {
    return MetricRegistry.of(new MetricsConfig(true, directory, "", LIMIT));
  }

  private List<? extends SeriesView> series() {
    return registry.read().get(0).series();
  }
}
