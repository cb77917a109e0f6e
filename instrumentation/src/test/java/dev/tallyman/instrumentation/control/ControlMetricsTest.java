package dev.tallyman.instrumentation.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Timer;
import org.junit.jupiter.api.Test;

class ControlMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void commandsAreCountedBySourceAndTimed() {
    ControlMetrics control = ControlMetrics.register(registry, "chedweb_");

    try (Timer timer = control.command("webrtc")) {
      assertThat(timer).isNotNull();
    }
    control.deadmanSwitchTimedOut();

    assertThat(Exposed.samples(registry))
        .contains(
            "chedweb_control_commands_total{source=\"webrtc\"} 1.0",
            "chedweb_control_command_processing_seconds_count 1",
            "chedweb_deadman_switch_timeouts_total 1.0");
    assertThat(Exposed.types(registry))
        .containsExactly(
            "chedweb_control_command_processing_seconds histogram",
            "chedweb_control_commands_total counter",
            "chedweb_deadman_switch_timeouts_total counter");
  }

  @Test
  void theBucketsAreTheApplicationsChoice() {
    ControlMetrics.register(registry, "", 1, 2).command("http").close();

    assertThat(Exposed.bounds(registry, "control_command_processing_seconds"))
        .containsExactly("1.0", "2.0", "+Inf");
  }
}
