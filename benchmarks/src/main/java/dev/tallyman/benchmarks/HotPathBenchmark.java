package dev.tallyman.benchmarks;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Summary;
import dev.tallyman.model.GaugeMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What recording costs a worker, beside client_java's in-heap metrics. Threads share one series.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPathBenchmark {
  static final double[] TWELVE_BOUNDS = {.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5};
  private static final int OTHER_SERIES = 500;

  private final Path directory = newDirectory();
  private final MetricRegistry registry = MetricRegistry.inDirectory(directory);
  private final Counter counter = Counter.builder().name("plain").register(registry);
  private final Counter labelled =
      Counter.builder().name("labelled").labelNames("a", "b", "c").register(registry);
  private final CounterDataPoint cached = labelled.labelValues("GET", "/api/v1/items", "200");
  private final Gauge gauge =
      Gauge.builder().name("gauge").multiprocessMode(GaugeMode.SUM).register(registry);
  private final Histogram histogram =
      Histogram.builder().name("histogram").classicUpperBounds(TWELVE_BOUNDS).register(registry);
  private final Histogram nativeHistogram =
      Histogram.builder().name("native").nativeOnly().register(registry);
  private final Histogram both =
      Histogram.builder()
          .name("both")
          .classicAndNative()
          .classicUpperBounds(TWELVE_BOUNDS)
          .register(registry);
  private final Summary summary = Summary.builder().name("summary").register(registry);
  private final Summary quantiles =
      Summary.builder().name("quantiles").quantiles(.5, .95, .99).register(registry);

  private final io.prometheus.metrics.core.metrics.Counter peerCounter =
      io.prometheus.metrics.core.metrics.Counter.builder().name("plain").build();
  private final io.prometheus.metrics.core.metrics.Counter peerLabelled =
      io.prometheus.metrics.core.metrics.Counter.builder()
          .name("labelled")
          .labelNames("a", "b", "c")
          .build();
  private final io.prometheus.metrics.core.datapoints.CounterDataPoint peerCached =
      peerLabelled.labelValues("GET", "/api/v1/items", "200");
  private final io.prometheus.metrics.core.metrics.Gauge peerGauge =
      io.prometheus.metrics.core.metrics.Gauge.builder().name("gauge").build();
  private final io.prometheus.metrics.core.metrics.Histogram peerHistogram =
      io.prometheus.metrics.core.metrics.Histogram.builder()
          .name("histogram")
          .classicOnly()
          .classicUpperBounds(TWELVE_BOUNDS)
          .build();
  private final io.prometheus.metrics.core.metrics.Histogram peerNative =
      io.prometheus.metrics.core.metrics.Histogram.builder().name("native").nativeOnly().build();
  private final io.prometheus.metrics.core.metrics.Histogram peerBoth =
      io.prometheus.metrics.core.metrics.Histogram.builder()
          .name("both")
          .classicUpperBounds(TWELVE_BOUNDS)
          .build();
  private final io.prometheus.metrics.core.metrics.Summary peerQuantiles =
      io.prometheus.metrics.core.metrics.Summary.builder()
          .name("quantiles")
          .quantile(.5, .01)
          .quantile(.95, .005)
          .quantile(.99, .001)
          .build();
  private final io.prometheus.metrics.core.metrics.Summary peerSummary =
      io.prometheus.metrics.core.metrics.Summary.builder().name("summary").build();

  /** Values that differ from one call to the next, spread over all buckets. */
  @State(Scope.Thread)
  public static class Varied {
    private final double[] values =
        new Random(1).doubles(1 << 12).map(x -> 8 * Math.pow(x, 4)).toArray();
    private int next;

    double next() {
      return values[next++ & (values.length - 1)];
    }
  }

  @Setup
  public void addOtherSeries() {
    for (int i = 0; i < OTHER_SERIES; i++) {
      labelled.labelValues("GET", "/other/" + i, "200").inc();
      peerLabelled.labelValues("GET", "/other/" + i, "200").inc();
    }
  }

  @TearDown
  public void delete() throws IOException {
    Path file = registry.tallyFile().orElseThrow();
    registry.close();
    Files.delete(file);
    Files.delete(directory);
  }

  @Benchmark
  public void tallymanCounterInc() {
    counter.inc();
  }

  @Benchmark
  public void clientJavaCounterInc() {
    peerCounter.inc();
  }

  @Benchmark
  public void tallymanCounterIncFraction() {
    counter.inc(1.5);
  }

  @Benchmark
  public void clientJavaCounterIncFraction() {
    peerCounter.inc(1.5);
  }

  @Benchmark
  public void tallymanCachedLabelledInc() {
    cached.inc();
  }

  @Benchmark
  public void clientJavaCachedLabelledInc() {
    peerCached.inc();
  }

  @Benchmark
  public void tallymanLabelValuesInc() {
    labelled.labelValues("GET", "/api/v1/items", "200").inc();
  }

  @Benchmark
  public void clientJavaLabelValuesInc() {
    peerLabelled.labelValues("GET", "/api/v1/items", "200").inc();
  }

  @Benchmark
  public void tallymanGaugeSet() {
    gauge.set(42.5);
  }

  @Benchmark
  public void clientJavaGaugeSet() {
    peerGauge.set(42.5);
  }

  @Benchmark
  public void tallymanGaugeSetVaried(Varied varied) {
    gauge.set(varied.next());
  }

  @Benchmark
  public void clientJavaGaugeSetVaried(Varied varied) {
    peerGauge.set(varied.next());
  }

  @Benchmark
  public void tallymanGaugeInc() {
    gauge.inc();
  }

  @Benchmark
  public void clientJavaGaugeInc() {
    peerGauge.inc();
  }

  @Benchmark
  public void tallymanHistogramObserve() {
    histogram.observe(.3);
  }

  @Benchmark
  public void clientJavaHistogramObserve() {
    peerHistogram.observe(.3);
  }

  @Benchmark
  public void tallymanHistogramObserveVaried(Varied varied) {
    histogram.observe(varied.next());
  }

  @Benchmark
  public void clientJavaHistogramObserveVaried(Varied varied) {
    peerHistogram.observe(varied.next());
  }

  @Benchmark
  public void tallymanSummaryObserve() {
    summary.observe(.3);
  }

  @Benchmark
  public void clientJavaSummaryObserve() {
    peerSummary.observe(.3);
  }

  @Benchmark
  public void tallymanNativeObserve() {
    nativeHistogram.observe(.3);
  }

  @Benchmark
  public void clientJavaNativeObserve() {
    peerNative.observe(.3);
  }

  @Benchmark
  public void tallymanNativeObserveVaried(Varied varied) {
    nativeHistogram.observe(varied.next());
  }

  @Benchmark
  public void clientJavaNativeObserveVaried(Varied varied) {
    peerNative.observe(varied.next());
  }

  @Benchmark
  public void tallymanBothObserveVaried(Varied varied) {
    both.observe(varied.next());
  }

  @Benchmark
  public void clientJavaBothObserveVaried(Varied varied) {
    peerBoth.observe(varied.next());
  }

  @Benchmark
  public void tallymanQuantilesObserve() {
    quantiles.observe(.3);
  }

  @Benchmark
  public void clientJavaQuantilesObserve() {
    peerQuantiles.observe(.3);
  }

  @Benchmark
  public void tallymanQuantilesObserveVaried(Varied varied) {
    quantiles.observe(varied.next());
  }

  @Benchmark
  public void clientJavaQuantilesObserveVaried(Varied varied) {
    peerQuantiles.observe(varied.next());
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("tallyman-benchmark");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
