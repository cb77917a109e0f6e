package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.supervisor.RefusedException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InputTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("SIZE", " 7 ", "EMPTY", " ");

  @Test
  void aFlagWinsOverAVariableAndThatOverTheDefault() throws RefusedException {
    assertThat(input("5", "SIZE").number(1, 9)).isEqualTo(5);
    assertThat(input(null, "SIZE").number(1, 9)).isEqualTo(7);
    assertThat(input(null, "EMPTY").number(1, 9)).isEqualTo(3);
    assertThat(input(null, "MISSING").number(1, 9)).isEqualTo(3);
  }

  @Test
  void aBadValueIsNamedWithItsSource() {
    assertThatThrownBy(() -> input("5", "SIZE").number(1, 4))
        .hasMessage("--size=\"5\" is not a whole number from 1 to 4");
    assertThatThrownBy(() -> input(null, "SIZE").number(1, 4))
        .hasMessage("SIZE=\"7\" is not a whole number from 1 to 4");
    assertThatThrownBy(() -> input("", "SIZE").number(1, 4)).hasMessage("--size is empty");
  }

  @Test
  void aNumberIsNothingButANumber() throws RefusedException {
    for (String wrong : new String[] {"1e3", "0x1", "1.0", " 1", "99999999999999999999", "-1"}) {
      assertThatThrownBy(() -> input(wrong, "SIZE").number(0, Integer.MAX_VALUE))
          .isInstanceOf(RefusedException.class);
    }
    assertThat(input("+0", "SIZE").number(0, 0)).isZero();
    assertThat(input("2147483647", "SIZE").number(0, Integer.MAX_VALUE))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void yesAndNoHaveManyNames() throws RefusedException {
    for (String yes : new String[] {"true", "True", "1", "yes", "ON"}) {
      assertThat(input(yes, "SIZE").yes()).as(yes).isTrue();
    }
    for (String no : new String[] {"false", "0", "No", "off"}) {
      assertThat(input(no, "SIZE").yes()).as(no).isFalse();
    }
  }

  @Test
  void aTimeIsANumberAndItsUnit() throws RefusedException {
    Map<String, Duration> times =
        Map.of(
            "0s", Duration.ZERO,
            "90s", Duration.ofSeconds(90),
            "10m", Duration.ofMinutes(10),
            "12h", Duration.ofHours(12),
            "999999d", Duration.ofDays(999_999));
    for (Map.Entry<String, Duration> time : times.entrySet()) {
      assertThat(input(time.getKey(), "SIZE").duration()).isEqualTo(time.getValue());
    }
    for (String wrong :
        new String[] {"10", "-1m", "1.5h", "1h30m", "10 m", "10M", "1000000d", "m"}) {
      assertThatThrownBy(() -> input(wrong, "SIZE").duration())
          .hasMessage("--size=\"" + wrong + "\" is not a time such as 90s, 10m, 12h or 30d");
    }
  }

  private static Input input(@Nullable String flag, String variable) {
    return Input.flag("--size", flag).orVariable(variable, ENVIRONMENT).orDefault(3);
  }
}
