package dev.tallyman.instrumentation.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples the host that runs the tests. */
class HostMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final Logger log = Logger.getLogger(HostMetrics.class.getPackageName());
  @TempDir Path directory;

  @Test
  void theHostIsSampled() {
    HostMetrics host = HostMetrics.register(registry);

    host.sample();

    assertThat(Exposed.types(registry))
        .containsExactly(
            "system_cpu_percent gauge",
            "system_disk_percent gauge",
            "system_disk_used_bytes gauge",
            "system_memory_percent gauge",
            "system_memory_used_bytes gauge");
    assertThat(value("system_cpu_percent")).isBetween(0.0, 100.0);
    assertThat(value("system_memory_percent")).isBetween(0.1, 100.0);
    assertThat(value("system_memory_used_bytes")).isGreaterThan(50e6);
    assertThat(value("system_disk_percent")).isBetween(0.01, 100.0);
    assertThat(value("system_disk_used_bytes")).isGreaterThan(50e6);
  }

  @Test
  void theHostIsNotCountedOnceForEachOfItsWorkers() {
    HostMetrics.register(registry, "a_", directory);
    UsageMetrics.register(registry, "b_", directory);

    assertThat(registry.read())
        .hasSize(7)
        .allMatch(view -> view.family().gaugeMode() == GaugeMode.LIVEMOSTRECENT);
  }

  @Test
  void whatCannotBeReadLeavesTheRestAlone() {
    log.setLevel(Level.OFF);
    HostMetrics host = HostMetrics.register(registry, "", directory.resolve("missing"));

    host.sample();
    host.sample();

    log.setLevel(null);
    assertThat(value("system_disk_used_bytes")).isZero();
    assertThat(value("system_memory_used_bytes")).isPositive();
  }

  @Test
  void theFilesInTheDirectoriesAreAddedUp() throws IOException {
    Path inner = Files.createDirectories(directory.resolve("one/two"));
    Files.write(directory.resolve("one/a"), new byte[1000]);
    Files.write(inner.resolve("b"), new byte[234]);
    UsageMetrics usage =
        UsageMetrics.register(registry, "", directory.resolve("one"), directory.resolve("missing"));

    usage.sample();

    assertThat(Exposed.types(registry))
        .containsExactly("system_disk_usage_bytes gauge", "system_memory_usage_bytes gauge");
    assertThat(value("system_disk_usage_bytes")).isEqualTo(1234);
    assertThat(value("system_memory_usage_bytes")).isGreaterThan(50e6);
    Files.delete(inner.resolve("b"));
    usage.sample();
    assertThat(value("system_disk_usage_bytes")).isEqualTo(1000);
  }

  private double value(String family) {
    return registry.read().stream()
        .filter(view -> view.family().name().equals(family))
        .mapToDouble(view -> view.series().get(0).value())
        .findAny()
        .orElseThrow();
  }
}
