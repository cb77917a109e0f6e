package dev.tallyman.cli;

import dev.tallyman.metrics.MetricsConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the tally files are.
 *
 * <p>Threading: one thread at a time.
 */
final class DirectoryFlag {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "the tally files [PROMETHEUS_MULTIPROC_DIR] (default: /tmp/prometheus_multiproc_dir)")
  private @Nullable String directory;

  Input in(Map<String, String> environment) {
    return Input.flag("--dir", directory)
        .orVariable(MetricsConfig.DIRECTORY, environment)
        .orDefault(MetricsConfig.DEFAULT_DIRECTORY);
  }
}
