package dev.tallyman.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a registry is copied. */
class RegistryBridgeTest {
  @TempDir Path directory;
  private final PrometheusRegistry from = new PrometheusRegistry();
  private final MetricRegistry to = MetricRegistry.inHeap();

  @Test
  void whatIsCountedIsCopiedByItself() {
    Counter counter = Counter.builder().name("c").register(from);
    RegistryCopier copier = new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaint -> {});
    try (RegistryBridge bridge = RegistryBridge.start(copier, Duration.ofMillis(5))) {
      counter.inc(3);

      eventually(() -> assertThat(copied()).isEqualTo(3));
      assertThat(bridge).isNotNull();
    }
  }

  @Test
  void closingCopiesOnceMore() {
    Counter counter = Counter.builder().name("c").register(from);
    RegistryBridge bridge = RegistryBridge.start(from, to);
    counter.inc(3);
    bridge.close();
    counter.inc();
    bridge.close();

    assertThat(copied()).isEqualTo(4);
  }

  @Test
  void aCollectorThatDoesNotReturnHoldsUpTheEndForAWhileOnly() {
    CountDownLatch testIsOver = new CountDownLatch(1);
    from.register(
        () -> {
          while (testIsOver.getCount() > 0) {
            Thread.onSpinWait();
          }
          return CounterSnapshot.builder().name("never").build();
        });
    RegistryCopier copier = new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaint -> {});
    RegistryBridge bridge =
        RegistryBridge.start(copier, Duration.ofMillis(5), Duration.ofMillis(100));
    long start = System.nanoTime();
    bridge.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    testIsOver.countDown();
  }

  @Test
  void anErrorEndsNoBridge() {
    Collector failing =
        () -> {
          throw new IllegalStateException("no");
        };
    from.register(failing);
    Counter.builder().name("c").register(from).inc();
    RegistryCopier copier =
        new RegistryCopier(
            from,
            to,
            DefaultGaugeModes.RULES,
            complaint -> {
              throw new OutOfMemoryError(complaint);
            });
    try (RegistryBridge bridge = RegistryBridge.start(copier, Duration.ofMillis(5))) {
      eventually(
          () -> assertThat(to.read()).extracting(view -> view.family().name()).contains("c"));
      assertThat(bridge).isNotNull();
    }
  }

  @Test
  void whoIsInterruptedClosesItAllTheSame() {
    Counter counter = Counter.builder().name("c").register(from);
    RegistryBridge bridge = RegistryBridge.start(from, to);
    counter.inc(3);
    Thread.currentThread().interrupt();
    bridge.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(copied()).isEqualTo(3);
  }

  @Test
  void anEmptyRegistryLeavesNoFileBehind() {
    try (MetricRegistry onDisk = MetricRegistry.inDirectory(directory)) {
      RegistryBridge.start(from, onDisk).close();
    }

    assertThat(directory).isEmptyDirectory();
  }

  private double copied() {
    return to.read().stream().mapToDouble(view -> view.series().get(0).value()).sum();
  }

  private static void eventually(Runnable assertion) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
