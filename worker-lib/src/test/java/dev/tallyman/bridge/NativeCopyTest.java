package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The native buckets of client_java's histograms in ours. */
class NativeCopyTest {
  private static final double NARROW = 0x1p-128;

  private final PrometheusRegistry from = new PrometheusRegistry();
  private final MetricRegistry to = MetricRegistry.inHeap();
  private final List<String> complaints = new ArrayList<>();
  private final RegistryCopier copier =
      new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaints::add);
  private HistogramDataPointSnapshot shown = point(0, 0, 0).build();

  @Test
  void aHistogramHasTheKindsOfBucketsThatItsSourceHas() {
    Histogram.builder().name("both").register(from);
    Histogram.builder().name("classic").classicOnly().register(from);
    Histogram.builder().name("only").nativeOnly().register(from);
    copier.copy();

    assertThat(family("both").family().type()).isEqualTo(MetricType.NATIVE_HISTOGRAM);
    assertThat(family("both").family().upperBounds()).hasSize(11);
    assertThat(family("classic").family().type()).isEqualTo(MetricType.HISTOGRAM);
    assertThat(family("only").family().type()).isEqualTo(MetricType.NATIVE_HISTOGRAM);
    assertThat(family("only").family().upperBounds()).isEmpty();
  }

  @Test
  void whateverIsObservedBetweenCopiesTheBucketsAreThoseOfTheSource() {
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      String name = "h" + round;
      Histogram.Builder builder =
          Histogram.builder()
              .name(name)
              .nativeInitialSchema(random.nextInt(13) - 4)
              .nativeMaxNumberOfBuckets(1 + random.nextInt(80));
      Histogram source = (random.nextBoolean() ? builder : builder.nativeOnly()).register(from);
      double spread = random.nextInt(30);
      double size = 0;
      for (int i = 0; i < 500; i++) {
        // Below 1, older releases of client_java move buckets too far; see the tests that follow.
        double value = 1 + Math.exp(spread * random.nextDouble());
        boolean zero = random.nextInt(10) == 0;
        source.observe(zero ? 0 : random.nextInt(4) == 0 ? -value : value);
        size += value;
        if (random.nextInt(50) == 0) {
          copier.copy();
        }
      }
      copier.copy();
      copier.copy();

      HistogramDataPointSnapshot copy = copied(name);
      HistogramDataPointSnapshot theirs = source.collect().getDataPoints().get(0);
      assertThat(print(copy)).as(name).isEqualTo(print(theirs));
      assertThat(copy.getSum()).isCloseTo(theirs.getSum(), within(1e-12 * size));
      from.unregister(source);
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void whateverIsObservedBelowOneIsCountedOnceAndNeverTakenBack() {
    Random random = new Random(2);
    for (int round = 0; round < 40; round++) {
      String name = "h" + round;
      Histogram source =
          Histogram.builder()
              .name(name)
              .nativeOnly()
              .nativeInitialSchema(random.nextInt(13) - 4)
              .nativeMaxNumberOfBuckets(1 + random.nextInt(80))
              .register(from);
      List<Double> values = new ArrayList<>();
      Sketch before = new Sketch();
      for (int i = 0; i < 20; i++) {
        for (int j = random.nextInt(40); j >= 0; j--) {
          double value = Math.exp(-30 * random.nextDouble());
          values.add(value);
          source.observe(value);
        }
        copier.copy();
        Sketch now = series(name).sketch().copy();
        assertThat(now.minus(before).isSound()).as("nothing goes backwards").isTrue();
        before = now;
      }

      assertThat(before.count()).isEqualTo(values.size()).isEqualTo(source.getCount());
      assertThat(before.schema())
          .isEqualTo(source.collect().getDataPoints().get(0).getNativeSchema());
      assertNoneIsFurtherThanTwoBucketsUp(values, before);
      from.unregister(source);
    }
  }

  /** As client_java 1.3 does it: below 1 it rounds towards zero, so -2 becomes 0 and not -1. */
  @Test
  void whatIsMovedTooFarWhenBucketsGetWiderIsNeitherCountedTwiceNorTakenBack() {
    from.register(() -> HistogramSnapshot.builder().name("h").dataPoint(shown).build());
    shown = point(1, -2, 4, -1, 1).build();
    copier.copy();
    shown = point(0, -1, 1, 0, 5).build();
    copier.copy();
    assertThat(print(copied("h"))).isEqualTo("0, zeros 0, count 6 | -1:4 0:2");

    shown = point(0, -1, 2, 0, 7).build();
    copier.copy();
    assertThat(print(copied("h"))).isEqualTo("0, zeros 0, count 9 | -1:5 0:4");
  }

  @Test
  void whatTheZeroBucketLacksIsTakenFromTheOthers() {
    from.register(() -> HistogramSnapshot.builder().name("h").dataPoint(shown).build());
    shown = point(0, -1, 3, 0, 0).build();
    copier.copy();
    shown = point(0, 0, 2, 1, 1).nativeZeroCount(2).nativeZeroThreshold(0.5).build();
    copier.copy();

    assertThat(print(copied("h"))).isEqualTo("0, zeros 0, count 5 | -1:3 0:1 1:1");
  }

  @Test
  void aZeroBucketThatGrowsTakesNothingBackAndNothingTwice() {
    Histogram source =
        Histogram.builder()
            .name("h")
            .nativeOnly()
            .nativeMaxNumberOfBuckets(20)
            .nativeMinZeroThreshold(NARROW)
            .nativeMaxZeroThreshold(1e-3)
            .register(from);
    Random random = new Random(3);
    Sketch before = new Sketch();
    for (int i = 1; i <= 2_000; i++) {
      source.observe(Math.exp(-15 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1));
      if (i % 7 == 0) {
        copier.copy();
        Sketch now = series("h").sketch().copy();
        assertThat(now.minus(before).isSound()).isTrue();
        assertThat(now.count()).isEqualTo(i);
        before = now;
      }
    }

    HistogramDataPointSnapshot theirs = source.collect().getDataPoints().get(0);
    assertThat(theirs.getNativeZeroThreshold()).isGreaterThan(NARROW);
    assertThat(before.zeroThreshold()).isEqualTo(NARROW);
    assertThat(before.zeroCount()).isPositive().isLessThan(theirs.getNativeZeroCount());
  }

  @Test
  void aSourceThatResetsItselfTakesNothingAway() {
    Histogram source =
        Histogram.builder()
            .name("h")
            .classicUpperBounds(100)
            .nativeMaxNumberOfBuckets(4)
            .nativeResetDuration(1, TimeUnit.SECONDS)
            .register(from);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    long observed = 0;
    boolean reset = false;
    while (!reset) {
      assertThat(System.nanoTime()).as("it resets itself").isLessThan(deadline);
      observed++;
      source.observe(1.0 + (int) (observed % 50));
      copier.copy();
      reset = source.getCount() < observed;
    }
    for (int i = 0; i < 50; i++) {
      observed++;
      source.observe(1 + i);
      copier.copy();
    }

    assertThat(series("h").count()).isEqualTo(observed);
    assertThat(series("h").bucketCount(0)).isEqualTo(observed);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aSourceThatHasBegunAgainAndHasMoreThanItHadIsKnownByWhenItBegan() {
    from.register(() -> HistogramSnapshot.builder().name("h").dataPoint(shown).build());
    shown = point(5, 2, 1).createdTimestampMillis(1000).build();
    copier.copy();
    shown = point(5, 3, 1).createdTimestampMillis(2000).build();
    copier.copy();
    shown = point(5, 4, 2).createdTimestampMillis(2000).build();
    copier.copy();

    assertThat(print(copied("h"))).isEqualTo("5, zeros 0, count 9 | 1:6 2:3");
    assertThat(copied("h").getSum()).isEqualTo(20 + 40);
  }

  @Test
  void aSourceThatDoesNotSayWhenItBeganIsKnownByBucketsThatHaveLess() {
    from.register(() -> HistogramSnapshot.builder().name("h").dataPoint(shown).build());
    shown = point(5, 2, 1).build();
    copier.copy();
    shown = point(5, 1, 9).build();
    copier.copy();
    shown = point(6, 1, 20).build();
    copier.copy();

    // What has narrower buckets than before has begun again; here they are taken together.
    assertThat(print(copied("h"))).isEqualTo("5, zeros 0, count 34 | 1:24 2:10");
  }

  @Test
  void eachSeriesIsAsFineAsItsOwnSource() {
    Histogram source =
        Histogram.builder()
            .name("h")
            .nativeOnly()
            .nativeMaxNumberOfBuckets(4)
            .labelNames("l")
            .register(from);
    for (int i = 1; i < 100; i++) {
      source.labelValues("wide").observe(i);
    }
    copier.copy();
    source.labelValues("fine").observe(1.5);
    copier.copy();

    assertThat(source.collect().getDataPoints())
        .extracting(point -> point.getNativeSchema())
        .containsExactlyInAnyOrder(-2, 5);
    assertThat(family("h").series())
        .extracting(series -> series.sketch().schema())
        .containsExactly(-2, 5);
  }

  @Test
  void aSeriesWithoutNativeBucketsIsSaidWhereTheOthersHaveThem() {
    from.register(() -> HistogramSnapshot.builder().name("h").dataPoint(shown).build());
    shown = point(5, 2, 1).build();
    copier.copy();
    shown = classic(Labels.EMPTY);
    copier.copy();

    assertThat(series("h").count()).isEqualTo(3);
    assertThat(complaints).singleElement().asString().contains("no native buckets");
  }

  @Test
  void whereSomeSeriesHaveClassicBucketsAloneAllAreCopiedByThese() {
    HistogramSnapshot mixed =
        HistogramSnapshot.builder()
            .name("h")
            .dataPoint(classic(Labels.of("l", "x")))
            .dataPoint(point(5, 2, 1).labels(Labels.of("l", "y")).build())
            .build();
    from.register(() -> mixed);
    copier.copy();

    assertThat(family("h").family().type()).isEqualTo(MetricType.HISTOGRAM);
    assertThat(family("h").series()).extracting(SeriesView::count).containsExactly(1L, 3L);
    assertThat(complaints).isEmpty();
  }

  @Test
  void bucketsThatCanNotBeAreDroppedAndCounted() {
    from.register(() -> HistogramSnapshot.builder().name("h").dataPoint(shown).build());
    shown =
        point(5, 2, 1)
            .nativeBucketsForPositiveValues(
                NativeHistogramBuckets.of(new int[] {Integer.MAX_VALUE}, new long[] {1}))
            .build();
    copier.copy();

    assertThat(series("h").count()).isZero();
    assertThat(to.droppedRecordings()).isEqualTo(1);
  }

  /** At each bound, as many lie below as have been observed there, or two buckets further down. */
  private static void assertNoneIsFurtherThanTwoBucketsUp(List<Double> values, Sketch copied) {
    Sketch exact = new Sketch();
    exact.coarsen(copied.schema());
    values.forEach(value -> exact.observe(copied.schema(), value));
    copied.forEach(
        (below, index, count) -> {
          assertThat(upTo(index, copied)).isLessThanOrEqualTo(upTo(index, exact));
          assertThat(upTo(index, copied)).isGreaterThanOrEqualTo(upTo(index - 2, exact));
        });
  }

  private static long upTo(int bound, Sketch sketch) {
    long[] total = {0};
    sketch.forEach((below, index, count) -> total[0] += index <= bound ? count : 0);
    return total[0];
  }

  private static HistogramDataPointSnapshot.Builder point(int schema, long one, long two) {
    return point(schema, 1, one, 2, two).sum(10.0 * one);
  }

  /** Two buckets by number and count. */
  private static HistogramDataPointSnapshot.Builder point(int schema, long... buckets) {
    return HistogramDataPointSnapshot.builder()
        .nativeSchema(schema)
        .nativeBucketsForPositiveValues(
            NativeHistogramBuckets.of(
                new int[] {(int) buckets[0], (int) buckets[2]},
                new long[] {buckets[1], buckets[3]}));
  }

  private static HistogramDataPointSnapshot classic(Labels labels) {
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(
            ClassicHistogramBuckets.of(
                new double[] {1, Double.POSITIVE_INFINITY}, new long[] {1, 0}))
        .build();
  }

  private HistogramDataPointSnapshot copied(String name) {
    HistogramSnapshot snapshot = (HistogramSnapshot) Snapshots.of(List.of(family(name))).get(0);
    return snapshot.getDataPoints().get(0);
  }

  private SeriesView series(String name) {
    return family(name).series().get(0);
  }

  private FamilyView family(String name) {
    return to.read().stream()
        .filter(view -> view.family().name().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " of " + complaints));
  }

  private static String print(HistogramDataPointSnapshot point) {
    StringBuilder text = new StringBuilder();
    text.append(point.getNativeSchema());
    text.append(", zeros ").append(point.getNativeZeroCount());
    text.append(", count ").append(point.getCount());
    print(point.getNativeBucketsForNegativeValues(), text.append(" |"));
    print(point.getNativeBucketsForPositiveValues(), text);
    point.getClassicBuckets().forEach(bucket -> text.append(" c").append(bucket.getCount()));
    return text.toString();
  }

  private static void print(NativeHistogramBuckets buckets, StringBuilder text) {
    buckets.forEach(
        bucket ->
            text.append(' ').append(bucket.getBucketIndex()).append(':').append(bucket.getCount()));
  }
}
