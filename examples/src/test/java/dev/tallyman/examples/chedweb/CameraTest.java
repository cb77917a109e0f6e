package dev.tallyman.examples.chedweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @TempDir private Path directory;
  private final Recorded first = new Recorded();
  private final Recorded second = new Recorded();

  @Test
  void oneWorkerCapturesAndTheNextTakesOver() throws IOException {
    try (Camera next = camera(second)) {
      try (Camera holder = camera(first)) {
        holder.everySecond(0);
        next.everySecond(0);
        runForASecond(holder);
        runForASecond(next);
        holder.everySecond(SECOND);

        assertThat(frames(first)).isEqualTo(CameraSettings.DEFAULT.framerate());
        assertThat(first.value("camera_fps"))
            .isEqualTo(first.value("camera_frames_total"))
            .isPositive();
        assertThat(frames(second)).isZero();
        assertThat(second.value("camera_enabled")).isZero();
        assertThat(
                next.latestFrame()
                    .map(frame -> new String(frame, 0, 10, StandardCharsets.US_ASCII)))
            .hasValue("P5\n640 480");
      }

      assertThat(first.value("camera_enabled")).isZero();
      next.everySecond(SECOND);
      assertThat(second.value("camera_enabled")).isEqualTo(1);
    }
  }

  @Test
  void whatAnyWorkerIsToldTheOneThatHoldsTheCameraDoes() throws IOException {
    try (Camera holder = camera(first)) {
      holder.everySecond(0);
      change(second, "{\"width\": 320, \"height\": 240, \"framerate\": 5}");
      holder.everySecond(0);
      runForASecond(holder);

      assertThat(frames(first)).isEqualTo(5);
      assertThat(first.value("camera_resolution", "width")).isEqualTo(320);
      assertThat(second.value("camera_settings_changes_total", "resolution")).isEqualTo(1);
      assertThat(second.value("camera_settings_changes_total", "framerate")).isEqualTo(1);

      change(second, "{\"enabled\": false}");
      holder.everySecond(SECOND);
      assertThat(first.value("camera_enabled")).isZero();
      assertThat(first.value("camera_fps")).isZero();
      assertThat(holder.latestFrame()).isEmpty();
    }
  }

  @Test
  void aSettingThatIsNoneChangesNothing() throws IOException {
    assertThatThrownBy(() -> change(first, "{\"brightness\": 900}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> change(first, "{\"framerate\": 5, \"zoom\": 2}"))
        .hasMessage("no such setting: zoom");
    change(first, "{\"brightness\": 50}");

    assertThat(settings(first).read()).isEqualTo(CameraSettings.DEFAULT);
    assertThat(first.value("camera_settings_changes_total", "brightness")).isZero();
  }

  private static void runForASecond(Camera camera) {
    long tick = Camera.TICK.toNanos();
    for (long nanos = 0; nanos < SECOND; nanos += tick) {
      camera.tick(nanos);
    }
  }

  private static double frames(Recorded recorded) {
    return recorded.value("camera_frames_total") + recorded.value("camera_frame_errors_total");
  }

  private Camera camera(Recorded recorded) throws IOException {
    return new Camera(directory, settings(recorded), recorded.camera, recorded.errors);
  }

  private SharedSettings settings(Recorded recorded) {
    return new SharedSettings(directory, recorded.camera);
  }

  private void change(Recorded recorded, String json) throws IOException {
    settings(recorded).change(new ObjectMapper().readTree(json));
  }
}
