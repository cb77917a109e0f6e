package dev.tallyman.agent.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricsConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Variables that make no sense. */
class WorkerVariablesTest {
  @Test
  void whatIsWrongIsNamedAndTheOthersHold() {
    WorkerVariables variables =
        WorkerVariables.of(
            Map.of(
                MetricsConfig.ENABLED, "true",
                MetricsConfig.DIRECTORY, "/tallies",
                MetricsConfig.WORKER_NAME, "nightly",
                MetricsConfig.MAX_SERIES, "10k"));

    assertThat(variables.config())
        .isEqualTo(
            new MetricsConfig(
                true, Path.of("/tallies"), "nightly", MetricsConfig.DEFAULT_MAX_SERIES));
    assertThat(variables.mistakes()).singleElement().asString().contains("MAX_SERIES=\"10k\"");
  }

  @Test
  void withoutADirectoryMetricsAreOff() {
    WorkerVariables variables =
        WorkerVariables.of(
            Map.of(MetricsConfig.ENABLED, "true", MetricsConfig.DIRECTORY, "/no\0path"));

    assertThat(variables.config().enabled()).isFalse();
    assertThat(variables.mistakes()).singleElement().asString().contains("metrics are off");
  }
}
