package dev.tallyman.examples.chedweb;

import dev.tallyman.examples.service.Worker;
import dev.tallyman.instrumentation.camera.CameraMetrics;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The robot's camera. The worker that holds it captures frames and puts the newest where all of
 * them can read it; the others wait for it to become free.
 *
 * <p>Threading: {@link #latestFrame} is for all threads; the rest is done by the worker's clock.
 */
final class Camera implements AutoCloseable {
  /** How often it is looked whether a frame is due: above twice the highest framerate. */
  static final Duration TICK = Duration.ofMillis(30);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimulatedCamera device = new SimulatedCamera();
  private final DeviceLock lock;
  private final Path frameFile;
  private final SharedSettings settings;
  private final CameraMetrics metrics;
  private final ErrorMetrics errors;

  private CameraSettings current = CameraSettings.DEFAULT;
  private boolean held;
  private long dueNanos;
  private long countedSinceNanos;
  private int framesCounted;
  private byte[] newest = {};

  Camera(Path directory, SharedSettings settings, CameraMetrics metrics, ErrorMetrics errors)
      throws IOException {
    this.lock = DeviceLock.of(directory.resolve("device.lock"));
    this.frameFile = directory.resolve("latest.pgm");
    this.settings = settings;
    this.metrics = metrics;
    this.errors = errors;
  }

  /** Works from now on, whenever this worker holds the device. */
  void start(Worker worker) throws IOException {
    everySecond(System.nanoTime());
    worker.every(SECOND, "the camera's second", () -> everySecond(System.nanoTime()));
    worker.every(TICK, "the camera's tick", () -> tick(System.nanoTime()));
  }

  /** Takes the device if it is free, follows the settings, and says how things are. */
  synchronized void everySecond(long nowNanos) throws IOException {
    if (!lock.hold()) {
      return;
    }
    if (!held) {
      held = true;
      dueNanos = nowNanos;
      countedSinceNanos = nowNanos;
    }
    current = settings.read();
    metrics.setResolution(current.width(), current.height(), current.framerate());
    if (current.enabled()) {
      metrics.enabled();
    } else {
      metrics.disabled();
      newest = new byte[0];
      Files.deleteIfExists(frameFile);
    }
    long passed = nowNanos - countedSinceNanos;
    if (current.enabled() && passed > 0) {
      metrics.setFps((double) framesCounted * SECOND.toNanos() / passed);
    }
    framesCounted = 0;
    countedSinceNanos = nowNanos;
    if (newest.length > 0) {
      AtomicFile.write(frameFile, newest);
    }
  }

  /** Captures a frame if one is due. */
  synchronized void tick(long nowNanos) {
    if (!held || !current.enabled() || nowNanos < dueNanos) {
      return;
    }
    long interval = SECOND.toNanos() / current.framerate();
    // A frame that comes late makes the next one no later, unless it was far too late.
    dueNanos = Math.max(dueNanos + interval, nowNanos - interval);
    try {
      newest = device.capture(current);
      framesCounted++;
      metrics.frameCaptured();
    } catch (IOException e) {
      metrics.frameFailed();
      errors.error("frame_lost", "camera");
    }
  }

  /** The newest frame, whoever captured it; none while the camera is off. */
  Optional<byte[]> latestFrame() throws IOException {
    try {
      return Optional.of(Files.readAllBytes(frameFile));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    held = false;
    metrics.disabled();
    lock.close();
  }
}
