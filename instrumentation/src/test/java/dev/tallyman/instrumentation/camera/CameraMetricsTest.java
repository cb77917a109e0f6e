package dev.tallyman.instrumentation.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class CameraMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final CameraMetrics camera = CameraMetrics.register(registry, "chedweb_");

  @Test
  void whatTheCameraSeesAndHowItIsSetIsKnown() {
    camera.enabled();
    camera.frameCaptured();
    camera.frameFailed();
    camera.setFps(29.5);
    camera.setResolution(1280, 720, 30);
    camera.settingChanged("resolution");

    assertThat(Exposed.samples(registry))
        .containsExactly(
            "chedweb_camera_enabled 1.0",
            "chedweb_camera_fps 29.5",
            "chedweb_camera_frame_errors_total 1.0",
            "chedweb_camera_frames_total 1.0",
            "chedweb_camera_resolution{setting=\"framerate\"} 30.0",
            "chedweb_camera_resolution{setting=\"height\"} 720.0",
            "chedweb_camera_resolution{setting=\"width\"} 1280.0",
            "chedweb_camera_settings_changes_total{type=\"resolution\"} 1.0");
    assertThat(Exposed.types(registry))
        .containsExactly(
            "chedweb_camera_enabled gauge",
            "chedweb_camera_fps gauge",
            "chedweb_camera_frame_errors_total counter",
            "chedweb_camera_frames_total counter",
            "chedweb_camera_resolution gauge",
            "chedweb_camera_settings_changes_total counter");
  }

  @Test
  void aDisabledCameraHasNoFrames() {
    camera.enabled();
    camera.setFps(30);

    camera.disabled();

    assertThat(Exposed.samples(registry))
        .contains("chedweb_camera_enabled 0.0", "chedweb_camera_fps 0.0");
  }
}
