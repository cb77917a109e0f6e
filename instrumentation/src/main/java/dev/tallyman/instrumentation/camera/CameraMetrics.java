package dev.tallyman.instrumentation.camera;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;

/**
 * A camera: {@code camera_enabled}, {@code camera_frames_total}, {@code camera_frame_errors_total},
 * {@code camera_fps}, {@code camera_resolution{setting}} and {@code
 * camera_settings_changes_total{type}}.
 *
 * <pre>{@code
 * CameraMetrics camera = CameraMetrics.register(MetricRegistry.defaultRegistry(), "chedweb_");
 * ...
 * camera.enabled();
 * camera.setResolution(1280, 720, 30);
 * camera.frameCaptured();
 * }</pre>
 *
 * <p>The settings of the resolution are {@code width}, {@code height} and {@code framerate}.
 *
 * <p>Gauge modes: a host has one camera, and one worker at a time holds it. Whether it is enabled
 * and its frames per second are the largest value of the live workers ({@link GaugeMode#LIVEMAX}):
 * those that do not hold it say 0. Its resolution is what a live worker set last ({@link
 * GaugeMode#LIVEMOSTRECENT}). When the worker that holds it dies, all of them are gone with it.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class CameraMetrics {
  private final Gauge enabled;
  private final Counter frames;
  private final Counter frameErrors;
  private final Gauge fps;
  private final Gauge resolution;
  private final Counter settingsChanges;

  private CameraMetrics(MetricRegistry registry, String prefix) {
    enabled =
        gauge(prefix + "camera_enabled", "Whether the camera is enabled: 1 or 0.")
            .multiprocessMode(GaugeMode.LIVEMAX)
            .register(registry);
    frames = counter(prefix + "camera_frames_total", "Frames captured.").register(registry);
    frameErrors =
        counter(prefix + "camera_frame_errors_total", "Frames that could not be captured.")
            .register(registry);
    fps =
        gauge(prefix + "camera_fps", "Frames captured in a second, now.")
            .multiprocessMode(GaugeMode.LIVEMAX)
            .register(registry);
    resolution =
        gauge(prefix + "camera_resolution", "How the camera is set: width, height, framerate.")
            .labelNames("setting")
            .multiprocessMode(GaugeMode.LIVEMOSTRECENT)
            .register(registry);
    settingsChanges =
        counter(prefix + "camera_settings_changes_total", "Changes of settings, by type.")
            .labelNames("type")
            .register(registry);
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static CameraMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names. */
  public static CameraMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static CameraMetrics register(MetricRegistry registry, String prefix) {
    return new CameraMetrics(registry, prefix);
  }

  /** The camera captures from now on. */
  public void enabled() {
    enabled.set(1);
  }

  /** The camera captures no more; its frames per second are 0. */
  public void disabled() {
    enabled.set(0);
    fps.set(0);
  }

  /** A frame was captured. */
  public void frameCaptured() {
    frames.inc();
  }

  /** A frame could not be captured. */
  public void frameFailed() {
    frameErrors.inc();
  }

  /** Sets how many frames are captured in a second. */
  public void setFps(double framesPerSecond) {
    fps.set(framesPerSecond);
  }

  /** Sets how the camera is set. */
  public void setResolution(int width, int height, double framerate) {
    resolution.labelValues("width").set(width);
    resolution.labelValues("height").set(height);
    resolution.labelValues("framerate").set(framerate);
  }

  /**
   * A setting was changed.
   *
   * @param type which, {@code resolution} or {@code brightness} say; of which there must be a
   *     limited number
   */
  public void settingChanged(String type) {
    settingsChanges.labelValues(type).inc();
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }

  private static Gauge.Builder gauge(String name, String help) {
    return Gauge.builder().name(name).help(help);
  }
}
