package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.Info;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.StateSet;
import dev.tallyman.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our registry in a client_java registry, with metrics on and off. */
class RegistryCollectorTest {
  @TempDir Path directory;

  @Test
  void everyTypeReadsInClientJavaAsItWasRecorded() {
    for (MetricRegistry registry :
        new MetricRegistry[] {MetricRegistry.inHeap(), MetricRegistry.inDirectory(directory)}) {
      record(registry);
      PrometheusRegistry clientJava = new PrometheusRegistry();
      clientJava.register(new RegistryCollector(registry));

      assertThat(only(clientJava, CounterSnapshot.class).getDataPoints().get(0).getValue())
          .isEqualTo(3.5);
      assertThat(only(clientJava, GaugeSnapshot.class).getDataPoints().get(0).getValue())
          .isEqualTo(-2);
      var histogram = only(clientJava, HistogramSnapshot.class).getDataPoints().get(0);
      assertThat(histogram.getSum()).isEqualTo(3.5);
      assertThat(histogram.getClassicBuckets().getCount(0)).isEqualTo(1);
      assertThat(histogram.getClassicBuckets().getCount(1)).isEqualTo(1);
      var summary = only(clientJava, SummarySnapshot.class).getDataPoints().get(0);
      assertThat(summary.getCount()).isEqualTo(1);
      assertThat(summary.getSum()).isEqualTo(7);
      var info = only(clientJava, InfoSnapshot.class).getDataPoints();
      assertThat(info).hasSize(1);
      assertThat(info.get(0).getLabels().get("version")).isEqualTo("2");
      var states = only(clientJava, StateSetSnapshot.class).getDataPoints().get(0);
      assertThat(states.stream().filter(state -> state.isTrue()).map(state -> state.getName()))
          .containsExactly("busy");
      registry.close();
    }
  }

  @Test
  void aMetricThatNothingWasRecordedIntoIsLeftOut() {
    MetricRegistry registry = MetricRegistry.inHeap();
    Counter.builder().name("requests").labelNames("path").register(registry);
    assertThat(new RegistryCollector(registry).collect()).isEmpty();
  }

  private static void record(MetricRegistry registry) {
    Counter counter =
        Counter.builder().name("requests_total").labelNames("path").register(registry);
    counter.labelValues("/").inc(2L);
    counter.labelValues("/").inc(1.5);
    Gauge.builder().name("depth").register(registry).set(-2);
    Histogram histogram =
        Histogram.builder().name("latency").classicUpperBounds(1).register(registry);
    histogram.observe(.5);
    histogram.observe(3);
    Summary.builder().name("size").register(registry).observe(7);
    Info info = Info.builder().name("app_info").labelNames("version").register(registry);
    info.setLabelValues("1");
    info.setLabelValues("2");
    StateSet.builder().name("phase").states("idle", "busy").register(registry).setTrue("busy");
  }

  private static <S extends MetricSnapshot> S only(PrometheusRegistry registry, Class<S> type) {
    Stream<MetricSnapshot> all = registry.scrape().stream();
    return type.cast(all.filter(type::isInstance).findFirst().orElseThrow());
  }
}
