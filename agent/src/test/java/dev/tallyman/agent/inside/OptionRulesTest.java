package dev.tallyman.agent.inside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which options are complained of. */
class OptionRulesTest {
  @Test
  void whatThePageShowsIsRight() {
    assertThat(
            OptionRules.mistakes(
                Map.of(
                    "delay", "0", "interval", "200ms", "jvm", "off", "native", "on", "log", "l")))
        .isEmpty();
    assertThat(OptionRules.mistakes(Map.of("delay", "5s", "jmx", "kafka.yml"))).isEmpty();
  }

  @Test
  void aMistakeIsNamedWithItsValue() {
    for (String value : new String[] {"1m", "-5s", "+5", "s", "", "1.5s", "1234567890"}) {
      assertThat(OptionRules.mistakes(Map.of("interval", value)))
          .singleElement()
          .asString()
          .endsWith("interval=" + value);
    }
    assertThat(OptionRules.mistakes(Map.of("jvm", "false", "native", "no", "log", "", "nap", "1")))
        .satisfiesExactly(
            jvm -> assertThat(jvm).endsWith("jvm=false"),
            log -> assertThat(log).endsWith("log="),
            nap -> assertThat(nap).isEqualTo("unknown option: nap"),
            nativeBuckets -> assertThat(nativeBuckets).endsWith("native=no"));
  }
}
