package dev.tallyman.examples.chedweb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How the camera is to work.
 *
 * <p>Threading: immutable.
 */
record CameraSettings(boolean enabled, int width, int height, int framerate, int brightness) {
  static final int MAX_FRAMERATE = 15;

  private static final Set<String> NAMES =
      Set.of("enabled", "width", "height", "framerate", "brightness");
  private static final Set<String> RESOLUTIONS = Set.of("320x240", "640x480", "1280x720");

  // After what its constructor looks at.
  static final CameraSettings DEFAULT = new CameraSettings(true, 640, 480, 10, 50);

  CameraSettings {
    if (!RESOLUTIONS.contains(width + "x" + height)) {
      throw new IllegalArgumentException("no such resolution: " + width + "x" + height);
    }
    if (framerate < 1 || framerate > MAX_FRAMERATE) {
      throw new IllegalArgumentException("no such framerate: " + framerate);
    }
    if (brightness < 0 || brightness > 100) {
      throw new IllegalArgumentException("no such brightness: " + brightness);
    }
  }

  /**
   * These settings with some of them changed.
   *
   * @throws IllegalArgumentException if the camera can't work so
   */
  CameraSettings with(JsonNode changes) {
    changes
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("no such setting: " + name);
              }
            });
    return new CameraSettings(
        changes.path("enabled").asBoolean(enabled),
        changes.path("width").asInt(width),
        changes.path("height").asInt(height),
        changes.path("framerate").asInt(framerate),
        changes.path("brightness").asInt(brightness));
  }

  /** What differs from other settings, by the types that the metrics know. */
  List<String> changesFrom(CameraSettings other) {
    List<String> types = new ArrayList<>();
    if (enabled != other.enabled) {
      types.add("enabled");
    }
    if (width != other.width || height != other.height) {
      types.add("resolution");
    }
    if (framerate != other.framerate) {
      types.add("framerate");
    }
    if (brightness != other.brightness) {
      types.add("brightness");
    }
    return types;
  }
}
