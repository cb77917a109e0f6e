package dev.tallyman.instrumentation.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.SeriesView;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Samples the process that runs the tests. */
class ProcessMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void whatTheProcessTakesIsSampled() {
    ProcessMetrics process = ProcessMetrics.register(registry, "chedweb_", ProcessScope.TOGETHER);
    burn(TimeUnit.MILLISECONDS.toNanos(300));

    process.sample();

    assertThat(Exposed.types(registry))
        .containsExactly(
            "chedweb_process_cpu_percent gauge",
            "chedweb_process_memory_bytes gauge",
            "chedweb_process_open_file_descriptors gauge",
            "chedweb_process_threads gauge");
    assertThat(value("chedweb_process_cpu_percent", 0)).isBetween(0.1, 3200.0);
    assertThat(value("chedweb_process_memory_bytes", 0)).isBetween(20e6, 16e9);
    assertThat(value("chedweb_process_memory_bytes", 1))
        .isGreaterThan(value("chedweb_process_memory_bytes", 0));
    assertThat(value("chedweb_process_open_file_descriptors", 0)).isBetween(3.0, 10_000.0);
    assertThat(value("chedweb_process_threads", 0))
        .isGreaterThanOrEqualTo(ManagementFactory.getThreadMXBean().getThreadCount());
    assertThat(Exposed.samples(registry))
        .anyMatch(sample -> sample.startsWith("chedweb_process_memory_bytes{type=\"rss\"} "))
        .anyMatch(sample -> sample.startsWith("chedweb_process_memory_bytes{type=\"vms\"} "));
  }

  @Test
  void twoSamplesInOneMomentLeaveThePercentageAlone() {
    ProcessMetrics process = ProcessMetrics.register(registry);
    burn(TimeUnit.MILLISECONDS.toNanos(200));
    process.sample();

    for (int i = 0; i < 5; i++) {
      process.sample();
    }

    assertThat(value("process_cpu_percent", 0)).isFinite().isNotNegative();
  }

  @Test
  void workersAreShownTogetherOrEachForItself() {
    ProcessMetrics.register(registry);
    ProcessMetrics.register(registry, "each_", ProcessScope.EACH);

    assertThat(registry.read())
        .extracting(view -> view.family().gaugeMode())
        .containsExactly(
            GaugeMode.LIVESUM,
            GaugeMode.LIVESUM,
            GaugeMode.LIVESUM,
            GaugeMode.LIVESUM,
            GaugeMode.LIVEALL,
            GaugeMode.LIVEALL,
            GaugeMode.LIVEALL,
            GaugeMode.LIVEALL);
  }

  private static void burn(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private double value(String family, int series) {
    return registry.read().stream()
        .filter(view -> view.family().name().equals(family))
        .map(view -> view.series().get(series))
        .mapToDouble(SeriesView::value)
        .findAny()
        .orElseThrow();
  }
}
