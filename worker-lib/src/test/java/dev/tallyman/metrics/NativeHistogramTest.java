package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.tally.SlotMap;
import dev.tallyman.tally.TallyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeHistogramTest {
  @TempDir Path directory;

  @Test
  void aHistogramIsClassicUnlessItIsSaidToBeNative() {
    MetricRegistry registry = MetricRegistry.inHeap();
    assertThat(named("a").register(registry).family().type()).isEqualTo(MetricType.HISTOGRAM);
    assertThat(named("b").nativeOnly().classicOnly().register(registry).family().type())
        .isEqualTo(MetricType.HISTOGRAM);
    Histogram only = named("c").nativeOnly().register(registry);
    assertThat(only.family().type()).isEqualTo(MetricType.NATIVE_HISTOGRAM);
    assertThat(only.family().upperBounds()).isEmpty();
    assertThat(named("d").classicAndNative().register(registry).family().upperBounds()).hasSize(11);
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    assertRefused("9", named("a").nativeOnly().nativeInitialSchema(9));
    assertRefused("-5", named("a").nativeOnly().nativeInitialSchema(-5));
    assertRefused("-1.0", named("a").nativeOnly().nativeMinZeroThreshold(-1));
    assertRefused("NaN", named("a").nativeOnly().nativeMinZeroThreshold(Double.NaN));
    assertRefused("0", named("a").nativeOnly().nativeMaxNumberOfBuckets(0));
    assertRefused("le", named("a").nativeOnly().labelNames("le"));
  }

  @Test
  void theSameNameWithOtherRulesIsAnotherMetric() {
    MetricRegistry registry = MetricRegistry.inHeap();
    Histogram first = named("a").nativeOnly().register(registry);
    assertThat(named("a").nativeOnly().register(registry)).isSameAs(first);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("a").nativeOnly().nativeInitialSchema(2).register(registry));
    assertThatIllegalArgumentException().isThrownBy(() -> named("a").register(registry));
  }

  @Test
  void bothKindsOfBucketsCountTheSameObservations() {
    MetricRegistry registry = MetricRegistry.inHeap();
    Histogram both = named("a").classicAndNative().classicUpperBounds(1, 10).register(registry);
    for (double value : new double[] {0, -3, .5, 1, 1.5, 10, 11, Double.POSITIVE_INFINITY}) {
      both.observe(value);
    }
    both.observe(Double.NaN);

    SeriesView series = both.view().series().get(0);
    assertThat(List.of(series.bucketCount(0), series.bucketCount(1), series.bucketCount(2)))
        .containsExactly(4L, 2L, 2L);
    assertThat(series.count()).isEqualTo(8).isEqualTo(series.sketch().count());
    assertThat(series.sketch().zeroCount()).isEqualTo(1);
    assertThat(series.sum()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(registry.droppedRecordings()).isEqualTo(1);
  }

  @Test
  void zeroIsZeroWhateverItsSignAndThatOfTheThreshold() {
    Histogram histogram =
        named("a").nativeOnly().nativeMinZeroThreshold(-0.0).register(MetricRegistry.inHeap());
    histogram.observe(0.0);
    histogram.observe(-0.0);
    histogram.observe(Double.MIN_VALUE);
    histogram.observe(-Double.MIN_VALUE);

    SeriesView series = histogram.view().series().get(0);
    assertThat(series.sketch().zeroCount()).isEqualTo(2);
    assertThat(series.count()).isEqualTo(4);
  }

  @Test
  void aReaderFindsInTheFileWhatTheWorkerHasCounted() throws Exception {
    try (MetricRegistry registry = MetricRegistry.inDirectory(directory)) {
      Histogram histogram =
          named("a")
              .classicAndNative()
              .nativeMaxNumberOfBuckets(9)
              .labelNames("l")
              .register(registry);
      Random random = new Random(1);
      for (int i = 0; i < 5_000; i++) {
        String label = i % 3 == 0 ? "x" : "y";
        histogram.labelValues(label).observe(random.nextGaussian() * Math.exp(i % 20));
      }
      List<String> expected = new ArrayList<>();
      for (SeriesView series : histogram.view().series()) {
        expected.add(
            print(series.sketch()) + " classic " + series.bucketCount(3) + " sum " + series.sum());
      }
      assertThat(read(registry.tallyFile().orElseThrow())).isEqualTo(expected);
      assertThat(expected.get(0)).startsWith("-");
    }
  }

  @Test
  void threadsThatMeetWiderBucketsLoseNothing() throws Exception {
    int each = 20_000;
    try (MetricRegistry registry = MetricRegistry.inDirectory(directory)) {
      Histogram histogram =
          named("a")
              .nativeOnly()
              .nativeInitialSchema(8)
              .nativeMaxNumberOfBuckets(5)
              .register(registry);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(t);
        threads.add(
            new Thread(
                () -> {
                  for (int i = 0; i < each; i++) {
                    histogram.observe(Math.exp(i / 1000.0 * random.nextGaussian()));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      SeriesView series = histogram.view().series().get(0);
      assertThat(series.count()).isEqualTo(8L * each);
      assertThat(series.sketch().schema()).isLessThanOrEqualTo(-3);
      assertThat(read(registry.tallyFile().orElseThrow()))
          .containsExactly(print(series.sketch()) + " classic 0 sum " + series.sum());
    }
  }

  private static List<String> read(Path file) throws Exception {
    // A process must not open its own file: the copy is somebody else's.
    Path copy = Files.copy(file, file.resolveSibling("copy.tally"));
    List<String> found = new ArrayList<>();
    try (TallyReader reader = TallyReader.open(copy)) {
      reader.refresh();
      for (int i = 0; i < reader.series().size(); i++) {
        Sketch sketch = new Sketch();
        reader.readings().get(i).addTo(sketch);
        boolean classic = reader.series().get(i).slotCount() > SlotMap.FIRST_CLASSIC;
        long count = classic ? reader.readings().get(i).bucketCount(3) : 0;
        ExactSum sum = new ExactSum();
        reader.readings().get(i).addTo(sum);
        found.add(print(sketch) + " classic " + count + " sum " + sum.value());
      }
    } finally {
      Files.delete(copy);
    }
    return found;
  }

  private static String print(Sketch sketch) {
    StringBuilder text = new StringBuilder();
    text.append(sketch.schema()).append(" zeros ").append(sketch.zeroCount());
    sketch.forEach(
        (below, index, count) ->
            text.append(below ? " -" : " ").append(index).append(':').append(count));
    return text.toString();
  }

  private static Histogram.Builder named(String name) {
    return Histogram.builder().name(name);
  }

  private static void assertRefused(String value, Histogram.Builder builder) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.register(MetricRegistry.inHeap()))
        .withMessageContaining(value);
  }
}
