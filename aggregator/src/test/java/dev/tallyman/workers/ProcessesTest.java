package dev.tallyman.workers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessesTest {
  private static final long WRITTEN = 1_763_700_000_120L;

  @Test
  void aProcessIsTheWorkersIfItWasStartedAtThatTime() {
    assertThat(Processes.isSameStart(WRITTEN, WRITTEN)).isTrue();
    assertThat(Processes.isSameStart(WRITTEN + 10, WRITTEN)).isFalse();
    assertThat(Processes.isSameStart(WRITTEN + 60_000, WRITTEN)).isFalse();
  }

  @Test
  void theBootsTimeMayBeASecondOff() {
    assertThat(Processes.isSameStart(WRITTEN - 1_000, WRITTEN)).isTrue();
    assertThat(Processes.isSameStart(WRITTEN + 1_000, WRITTEN)).isTrue();
    assertThat(Processes.isSameStart(WRITTEN + 1_010, WRITTEN)).isFalse();
  }
}
