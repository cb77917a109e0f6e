package dev.tallyman.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsConfigTest {
  @Test
  void nothingSetMeansOff() {
    assertThat(MetricsConfig.fromEnvironment(Map.of()))
        .isEqualTo(new MetricsConfig(false, Path.of("/tmp/prometheus_multiproc_dir"), "", 100_000));
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "True,true",
    "TRUE,true",
    "1,true",
    "yes,true",
    "on,true",
    "' true ',true",
    "false,false",
    "False,false",
    "0,false",
    "no,false",
    "off,false",
    "'',false"
  })
  void manyWordsSwitchItOnOrOff(String value, boolean enabled) {
    assertThat(MetricsConfig.fromEnvironment(Map.of(MetricsConfig.ENABLED, value)).enabled())
        .isEqualTo(enabled);
  }

  @Test
  void everyVariableIsRead() {
    assertThat(
            MetricsConfig.fromEnvironment(
                Map.of(
                    "PROMETHEUS_METRICS_ENABLED", "1",
                    "PROMETHEUS_MULTIPROC_DIR", "/run/tallies",
                    "PROMETHEUS_METRICS_WORKER_NAME", "mail-1",
                    "PROMETHEUS_METRICS_MAX_SERIES", " 7 ")))
        .isEqualTo(new MetricsConfig(true, Path.of("/run/tallies"), "mail-1", 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "2", "tru"})
  void aBadSwitchIsAnErrorThatNamesIt(String value) {
    assertRefused(MetricsConfig.ENABLED, value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "many", "99999999999"})
  void aBadLimitIsAnErrorThatNamesIt(String value) {
    assertRefused(MetricsConfig.MAX_SERIES, value);
  }

  @Test
  void aWorkerNameThatFitsNoHeaderIsAnErrorThatNamesIt() {
    assertRefused(MetricsConfig.WORKER_NAME, "ä".repeat(77));
    String longest = "ä".repeat(76);
    assertThat(
            MetricsConfig.fromEnvironment(Map.of(MetricsConfig.WORKER_NAME, longest)).workerName())
        .isEqualTo(longest);
  }

  @Test
  void aBadDirectoryIsAnErrorThatNamesIt() {
    assertRefused(MetricsConfig.DIRECTORY, "a\0b");
  }

  private static void assertRefused(String variable, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricsConfig.fromEnvironment(Map.of(variable, value)))
        .withMessageContainingAll(variable, value);
  }
}
