package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SignalsTest {
  /** The default action for it is to do nothing, so a lost one harms nobody. */
  private static final String HARMLESS = "WINCH";

  @Test
  void theActionRunsAtEverySignal() throws Exception {
    Semaphore signals = new Semaphore(0);
    Signals.on(HARMLESS, signals::release);

    for (int i = 0; i < 3; i++) {
      send();

      assertThat(signals.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theLastActionCounts() throws Exception {
    Semaphore signals = new Semaphore(0);
    Signals.on(HARMLESS, () -> signals.release(1000));
    Signals.ignore(HARMLESS);
    Signals.on(HARMLESS, signals::release);

    send();

    assertThat(signals.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(signals.availablePermits()).isZero();
  }

  @Test
  void anUnknownSignalIsNamed() {
    assertThatThrownBy(() -> Signals.ignore("NONSENSE"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("SIGNONSENSE");
  }

  private static void send() throws Exception {
    String self = Long.toString(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-" + HARMLESS, self).start().waitFor()).isZero();
  }
}
