package dev.tallyman.doctor;

import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Files of workers that have ended: written elsewhere, for the process that looks opens none of its
 * own.
 */
final class EndedWorker {
  private EndedWorker() {}

  static void record(Path tallies, String name, Consumer<MetricRegistry> recorder)
      throws IOException {
    Path own = Files.createDirectory(tallies.resolveSibling(name));
    try (MetricRegistry registry = MetricRegistry.inDirectory(own)) {
      recorder.accept(registry);
      Files.copy(registry.tallyFile().orElseThrow(), tallies.resolve(name + ".tally"));
    }
  }

  /** The directory as if these workers lived. */
  static Patient living(Path tallies, Instant now) throws IOException {
    Patient ended = Patient.read(tallies, Optional.empty(), now);
    return new Patient(tallies, now, ended.dead(), List.of(), 0, List.of());
  }
}
