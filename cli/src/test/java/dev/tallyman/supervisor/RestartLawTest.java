package dev.tallyman.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartLawTest {
  @Test
  void theWaitDoublesUpToTheLongest() {
    assertThat(IntStream.rangeClosed(1, 9).mapToLong(RestartLaw.STANDARD::waitMillis))
        .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
  }

  @Test
  void theWaitNeverOverflows() {
    assertThat(RestartLaw.STANDARD.waitMillis(Integer.MAX_VALUE)).isEqualTo(30_000);
    assertThat(
            new RestartLaw(1, Long.MAX_VALUE, 1, new RestartLaw.Patience(1, 1))
                .waitMillis(Integer.MAX_VALUE))
        .isPositive();
  }

  @Test
  void aFleetThatHasBeenUpGetsMoreTime() {
    assertThat(RestartLaw.STANDARD.limit(true)).isGreaterThan(RestartLaw.STANDARD.limit(false));
  }
}
