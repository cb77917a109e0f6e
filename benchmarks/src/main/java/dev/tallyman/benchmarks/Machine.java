package dev.tallyman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where figures were taken. */
final class Machine {
  private Machine() {}

  static String text() throws IOException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    return "Machine: %s, %d cores; JDK %s."
        .formatted(cpu, Runtime.getRuntime().availableProcessors(), Runtime.version());
  }
}
