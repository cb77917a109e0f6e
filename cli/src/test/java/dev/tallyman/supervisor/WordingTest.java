package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WordingTest {
  @Test
  void anExitCodeAboveTheBaseIsASignal() {
    assertThat(Wording.exit(0)).isEqualTo("exit code 0");
    assertThat(Wording.exit(128)).isEqualTo("exit code 128");
    assertThat(Wording.exit(137)).isEqualTo("exit code 137 (signal 9)");
    assertThat(Wording.exit(255)).isEqualTo("exit code 255");
  }

  @Test
  void aSpanIsAsExactAsItIsShort() {
    assertThat(Wording.span(0)).isEqualTo("0.00 s");
    assertThat(Wording.span(250)).isEqualTo("0.25 s");
    assertThat(Wording.span(99_999)).isEqualTo("100.00 s");
    assertThat(Wording.span(100_000)).isEqualTo("1m40s");
    assertThat(Wording.span(90_061_000)).isEqualTo("25h1m1s");
  }
}
