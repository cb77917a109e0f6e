package dev.tallyman.instrumentation.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private final Logger log = Logger.getLogger(Sampling.class.getPackageName());

  @Test
  void samplesAreTakenAgainAndAgainUntilClosed() throws InterruptedException {
    CountDownLatch three = new CountDownLatch(3);
    CompletableFuture<Thread> sampler = new CompletableFuture<>();
    Runnable sample =
        () -> {
          sampler.complete(Thread.currentThread());
          three.countDown();
        };

    try (Sampling sampling = Sampling.every(Duration.ofMillis(1), sample)) {
      assertThat(sampling).isNotNull();
      assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(sampler.join().isDaemon()).isTrue();
    }

    sampler.join().join(20_000);
    assertThat(sampler.join().isAlive()).isFalse();
  }

  @Test
  void aSampleThatFailsStopsNoOther() throws InterruptedException {
    log.setLevel(Level.OFF);
    CountDownLatch three = new CountDownLatch(3);
    Runnable failing =
        () -> {
          throw new IllegalStateException("meant to fail");
        };

    try (Sampling sampling = Sampling.every(Duration.ofMillis(1), failing, three::countDown)) {
      assertThat(sampling).isNotNull();
      assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
    }
    log.setLevel(null);
  }

  @Test
  void anIntervalThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampling.every(Duration.ZERO))
        .withMessageContaining("PT0S");
  }
}
