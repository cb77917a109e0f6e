package dev.tallyman.instrumentation.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Timer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ModelCallMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final ModelCallMetrics calls = ModelCallMetrics.register(registry, "digital_actors_");

  @Test
  void callsAreTimedByProviderAndModel() {
    String line = calls.llm("anthropic", "some-model", () -> "Hail!");
    byte[] speech = calls.tts(() -> new byte[3]);

    assertThat(line).isEqualTo("Hail!");
    assertThat(speech).hasSize(3);
    assertThat(Exposed.samples(registry))
        .contains(
            "digital_actors_llm_latency_seconds_count{model=\"some-model\",provider=\"anthropic\"}"
                + " 1",
            "digital_actors_tts_latency_seconds_count 1");
    assertThat(Exposed.types(registry))
        .containsExactly(
            "digital_actors_llm_latency_seconds histogram",
            "digital_actors_tts_latency_seconds histogram");
  }

  @Test
  void aCallThatFailsIsTimedAndThrowsOn() {
    assertThatThrownBy(
            () ->
                calls.llm(
                    "openai",
                    "other-model",
                    () -> {
                      throw new IOException("meant to fail");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(Exposed.samples(registry))
        .contains(
            "digital_actors_llm_latency_seconds_count{model=\"other-model\",provider=\"openai\"} 1");
  }

  @Test
  void thePrefixAndTheBucketsAreTheApplicationsChoice() {
    MetricRegistry other = MetricRegistry.inHeap();
    try (Timer timer = ModelCallMetrics.register(other, "", 1, 2).startTts()) {
      assertThat(timer).isNotNull();
    }

    assertThat(Exposed.bounds(other, "tts_latency_seconds")).containsExactly("1.0", "2.0", "+Inf");
  }
}
