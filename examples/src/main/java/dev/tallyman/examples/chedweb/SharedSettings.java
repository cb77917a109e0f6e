package dev.tallyman.examples.chedweb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.instrumentation.camera.CameraMetrics;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The camera's settings, in a file: any worker may be asked to change them, and the one that holds
 * the camera follows.
 *
 * <p>Threading: safe for all threads and processes; changes are made one after the other.
 */
final class SharedSettings {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Path lockFile;
  private final CameraMetrics metrics;

  SharedSettings(Path directory, CameraMetrics metrics) {
    this.file = directory.resolve("settings.json");
    this.lockFile = directory.resolve("settings.lock");
    this.metrics = metrics;
  }

  /** As they are now. */
  CameraSettings read() throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), CameraSettings.class);
    } catch (NoSuchFileException e) {
      return CameraSettings.DEFAULT;
    }
  }

  /**
   * Changes some of them.
   *
   * @throws IllegalArgumentException if the camera can't work so
   */
  synchronized CameraSettings change(JsonNode changes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Given up with the channel.
      FileLock unused = channel.lock();
      CameraSettings before = read();
      CameraSettings after = before.with(changes);
      List<String> types = after.changesFrom(before);
      if (!types.isEmpty()) {
        AtomicFile.write(file, JSON.writeValueAsBytes(after));
        types.forEach(metrics::settingChanged);
      }
      return after;
    }
  }
}
