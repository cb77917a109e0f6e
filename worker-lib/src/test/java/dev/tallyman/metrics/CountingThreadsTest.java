package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.model.ExactSum;
import dev.tallyman.tally.SeriesEntry;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** However many threads count, and however they come and go: the totals are exact, on disk too. */
class CountingThreadsTest {
  private static final int SERIES = 5;

  @TempDir Path directory;

  private MetricRegistry registry = MetricRegistry.inHeap();
  private Counter counter = Counter.builder().name("none").register(registry);
  private Histogram histogram = Histogram.builder().name("nothing").register(registry);

  @BeforeEach
  void begin() {
    registry = MetricRegistry.inDirectory(directory);
    counter = Counter.builder().name("c").labelNames("l").register(registry);
    histogram = Histogram.builder().name("h").classicUpperBounds(0.5).register(registry);
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void threadsWithALaneEach() throws Exception {
    count(Thread::new, 8, 200_000);

    assertTotals(8 * 200_000L);
  }

  @Test
  void hundredsOfThreadsMostOfThemWithoutALane() throws Exception {
    count(Thread::new, 200, 5_000);

    assertTotals(200 * 5_000L);
  }

  @Test
  void threadsThatEndAndWhoseLanesAreTakenOver() throws Exception {
    for (int wave = 0; wave < 100; wave++) {
      count(Thread::new, 12, 1_000);
    }

    assertTotals(100 * 12 * 1_000L);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreads() throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    ThreadFactory factory =
        (ThreadFactory)
            Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    for (int wave = 0; wave < 10; wave++) {
      count(factory, 500, 200);
    }

    // One block of 4 KiB, with a lane for the shared ones and one for each place of an owner.
    assertThat(Files.size(registry.tallyFile().orElseThrow())).isLessThanOrEqualTo(256 << 10);
    assertTotals(10 * 500 * 200L);
  }

  private void count(ThreadFactory factory, int threads, int each) throws Exception {
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      all.add(factory.newThread(() -> count(each)));
    }
    all.forEach(Thread::start);
    for (Thread thread : all) {
      thread.join();
    }
  }

  private void count(int each) {
    String[] kinds = {"0", "1", "2", "3", "4"};
    for (int i = 0; i < each; i++) {
      counter.labelValues(kinds[i % SERIES]).inc();
      counter.labelValues(kinds[i % SERIES]).inc(0.25);
      histogram.observe(i % 2);
    }
  }

  private void assertTotals(long total) throws Exception {
    Path file = registry.tallyFile().orElseThrow();
    assertThat(counter.labelValues("0").get()).isEqualTo(1.25 * total / SERIES);
    assertThat(histogram.labelValues().count()).isEqualTo(total);
    registry.close();
    try (TallyReader reader = TallyReader.open(file)) {
      reader.refresh();
      long whole = 0;
      ExactSum fractions = new ExactSum();
      for (SeriesEntry series : reader.series()) {
        if (series.family().family().name().equals("c")) {
          whole += reader.count(series, SlotMap.COUNTER_WHOLE);
          reader.addTo(fractions, series, SlotMap.COUNTER_FRACTION);
        } else {
          assertThat(reader.count(series, SlotMap.FIRST_BUCKET)).isEqualTo(total / 2);
          assertThat(reader.count(series, SlotMap.FIRST_BUCKET + 1)).isEqualTo(total / 2);
        }
      }
      assertThat(whole).isEqualTo(total);
      assertThat(fractions.value()).isEqualTo(total * 0.25);
    }
  }
}
