package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of this repository as the tests see them, wherever the build was started.
 *
 * <p>Threading: safe for all threads. Failure: {@link UncheckedIOException} that names the file.
 */
final class Repository {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path ROOT = root();

  private Repository() {}

  static Path file(String path) {
    return ROOT.resolve(path);
  }

  static String text(String path) {
    try {
      return Files.readString(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read: file=" + path, e);
    }
  }

  static JsonNode json(String path) {
    return parsed(JSON, text(path));
  }

  static JsonNode yaml(String path) {
    return parsedYaml(text(path));
  }

  static JsonNode parsedYaml(String text) {
    return parsed(YAML, text);
  }

  static JsonNode parsedJson(String text) {
    return parsed(JSON, text);
  }

  private static JsonNode parsed(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("not readable: text=" + text, e);
    }
  }

  private static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (Path path = start; path != null; path = path.getParent()) {
      if (Files.isRegularFile(path.resolve("docker-compose.monitoring.yml"))) {
        return path;
      }
    }
    throw new IllegalStateException("not inside the repository: directory=" + start);
  }
}
