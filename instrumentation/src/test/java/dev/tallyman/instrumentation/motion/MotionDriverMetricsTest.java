package dev.tallyman.instrumentation.motion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class MotionDriverMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final MotionDriverMetrics driver = MotionDriverMetrics.register(registry, "chedweb_");

  @Test
  void whatIsSaidToTheDriverIsCounted() {
    driver.connected();
    driver.commandSent("drive", 12);
    driver.commandFailed("stop");
    driver.received(3);

    assertThat(Exposed.samples(registry))
        .containsExactly(
            "chedweb_motion_driver_command_errors_total{type=\"stop\"} 1.0",
            "chedweb_motion_driver_commands_total{type=\"drive\"} 1.0",
            "chedweb_motion_driver_connected 1.0",
            "chedweb_motion_driver_serial_bytes_total{direction=\"received\"} 3.0",
            "chedweb_motion_driver_serial_bytes_total{direction=\"sent\"} 12.0");
    assertThat(Exposed.types(registry))
        .containsExactly(
            "chedweb_motion_driver_command_errors_total counter",
            "chedweb_motion_driver_commands_total counter",
            "chedweb_motion_driver_connected gauge",
            "chedweb_motion_driver_serial_bytes_total counter");
    driver.disconnected();
    assertThat(Exposed.samples(registry)).contains("chedweb_motion_driver_connected 0.0");
  }
}
