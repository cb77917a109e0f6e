package dev.tallyman.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Modes by name. */
class GaugeModeRulesTest {
  @Test
  void theFirstRuleThatFitsDecides() {
    GaugeModeRules rules =
        parse("# of ours", "", "jvm_threads_peak*  livemax", "jvm_threads_* livesum # they add");

    assertThat(rules.modeOf("jvm_threads_peak_threads")).contains(GaugeMode.LIVEMAX);
    assertThat(rules.modeOf("jvm_threads_current")).contains(GaugeMode.LIVESUM);
    assertThat(rules.modeOf("jvm_thread")).isEmpty();
    assertThat(rules.with("jvm_*", GaugeMode.MIN).modeOf("jvm_threads_current"))
        .contains(GaugeMode.MIN);
    assertThat(rules.before(parse("* max")).modeOf("other")).contains(GaugeMode.MAX);
  }

  @Test
  void aStarStandsForAnyCharactersAndForNone() {
    assertThat(parse("*_max livemax").modeOf("a_max")).isPresent();
    assertThat(parse("*_max livemax").modeOf("a_max_max")).isPresent();
    assertThat(parse("*_max livemax").modeOf("a_max_b")).isEmpty();
    assertThat(parse("a*b*c livemax").modeOf("abc")).isPresent();
    assertThat(parse("a*b*c livemax").modeOf("axbxbxc")).isPresent();
    assertThat(parse("a*b*c livemax").modeOf("acb")).isEmpty();
    assertThat(parse("abc livemax").modeOf("abcd")).isEmpty();
  }

  @Test
  void aBadLineIsRefusedWithItsNumber() {
    assertThatThrownBy(() -> parse("a min", "b maximum"))
        .hasMessage("modes.txt, line 2: unknown gauge mode: mode=\"maximum\"");
    assertThatThrownBy(() -> parse("", "a"))
        .hasMessage("modes.txt, line 2: not a pattern and a mode, but \"a\"");
    assertThatThrownBy(() -> parse("a b max")).hasMessageContaining("modes.txt, line 1");
  }

  private static GaugeModeRules parse(String... lines) {
    return GaugeModeRules.parse(List.of(lines), "modes.txt");
  }
}
