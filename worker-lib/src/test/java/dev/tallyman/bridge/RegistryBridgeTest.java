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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  void whatTheAgentCopiesAlreadyIsLeftToIt() {
    Counter.builder().name("c").register(from).inc();
    assertThat(Claimant.AGENT.claims(from)).isTrue();
    RegistryBridge.start(from, to).close();

    assertThat(to.read()).isEmpty();
  }

  @Test
  void whatABridgeCopiesIsNotTheAgentsAnyMore() {
    RegistryBridge.start(from, to).close();

    assertThat(Claimant.AGENT.claims(from)).isFalse();
    assertThat(Claimant.AGENT.claims(new PrometheusRegistry())).isTrue();
  }

  @Test
  void aCollectorThatDoesNotReturnHoldsUpTheEndForAWhileOnly() {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch testIsOver = new CountDownLatch(1);
    from.register(hanging(asked, testIsOver));
    RegistryBridge bridge = startWithPatience(Duration.ofMillis(100));
    Duration end = timeToClose(bridge);

    assertThat(end).isLessThan(Duration.ofSeconds(10));
    testIsOver.countDown();
  }

  @Test
  void aCollectorThatHasNotReturnedForLongDoesNotHoldUpTheEndAtAll() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch testIsOver = new CountDownLatch(1);
    from.register(hanging(asked, testIsOver));
    RegistryBridge bridge = startWithPatience(Duration.ofSeconds(2));
    asked.await();
    assertThat(testIsOver.await(2, TimeUnit.SECONDS)).isFalse();
    Duration end = timeToClose(bridge);

    assertThat(end).isLessThan(Duration.ofSeconds(1));
    testIsOver.countDown();
  }

  private static Collector hanging(CountDownLatch asked, CountDownLatch testIsOver) {
    return () -> {
      asked.countDown();
      while (testIsOver.getCount() > 0) {
        LockSupport.parkNanos(1_000_000);
      }
      return CounterSnapshot.builder().name("never").build();
    };
  }

  private RegistryBridge startWithPatience(Duration patience) {
    RegistryCopier copier = new RegistryCopier(from, to, DefaultGaugeModes.RULES, complaint -> {});
    return RegistryBridge.start(copier, Duration.ofMillis(5), patience);
  }

  private static Duration timeToClose(RegistryBridge bridge) {
    long start = System.nanoTime();
    bridge.close();
    return Duration.ofNanos(System.nanoTime() - start);
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
