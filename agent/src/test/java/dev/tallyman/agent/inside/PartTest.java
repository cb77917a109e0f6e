package dev.tallyman.agent.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a part that throws, or does not end. */
@Timeout(60)
class PartTest {
  private final MetricRegistry metrics = MetricRegistry.inHeap();
  private final Complaints complaints = new Complaints(metrics, AgentLog.at(""));
  private final AtomicInteger ended = new AtomicInteger();

  @Test
  void itsEndIsWaitedFor() {
    Part part = new Part("application", ended::incrementAndGet, complaints);
    part.run();
    part.run();

    assertThat(ended).hasValue(2);
    assertThat(failures()).isZero();
  }

  @Test
  void whateverItThrowsItRunsAgain() {
    Part part =
        new Part(
            "application",
            () -> {
              throw new AssertionError(ended.incrementAndGet());
            },
            complaints);
    part.run();
    part.run();

    assertThat(ended).hasValue(2);
    assertThat(failures()).isEqualTo(2);
  }

  @Test
  void oneThatHangsIsAFailureEachTimeAndRunsAgainOnceItHasEnded() throws Exception {
    CountDownLatch comesBack = new CountDownLatch(1);
    Part part =
        new Part(
            "application",
            () -> {
              await(comesBack);
              ended.incrementAndGet();
            },
            complaints,
            20);
    part.run();
    part.run();
    part.run();
    assertThat(ended).hasValue(0);
    assertThat(failures()).isEqualTo(3);
    comesBack.countDown();
    while (ended.get() < 2) {
      part.run();
    }

    assertThat(ended.get()).isGreaterThanOrEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private double failures() {
    return metrics.read().stream().mapToDouble(view -> view.series().get(0).value()).sum();
  }
}
