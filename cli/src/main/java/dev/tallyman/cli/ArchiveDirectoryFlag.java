package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the archive of the dead is.
 *
 * <p>Threading: one thread at a time.
 */
final class ArchiveDirectoryFlag {
  @Option(
      names = "--archive-dir",
      paramLabel = "DIR",
      description =
          "the archive of the dead [PROMETHEUS_METRICS_ARCHIVE_DIR] (default: the other directory's"
              + " name and _archive)")
  private @Nullable String directory;

  /** What was asked for, beside a directory of tally files. */
  Input in(Map<String, String> environment, Path tallies) {
    return Input.flag("--archive-dir", directory)
        .orVariable(AggregatorConfig.ARCHIVE, environment)
        .orDefault(AggregatorConfig.archiveBeside(tallies));
  }
}
