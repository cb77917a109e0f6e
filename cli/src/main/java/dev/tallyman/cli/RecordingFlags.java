package dev.tallyman.cli;

import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.supervisor.RefusedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a worker of ours records.
 *
 * <p>Threading: one thread at a time.
 */
final class RecordingFlags {
  @Option(
      names = "--enabled",
      paramLabel = "BOOLEAN",
      description =
          "record into a tally file, not in heap [PROMETHEUS_METRICS_ENABLED] (default: false)")
  private @Nullable String enabled;

  @Option(
      names = "--worker-name",
      paramLabel = "NAME",
      description = "a name for this worker [PROMETHEUS_METRICS_WORKER_NAME] (default: none)")
  private @Nullable String workerName;

  @Mixin private DirectoryFlag directory = new DirectoryFlag();
  @Mixin private SeriesLimitFlag maxSeries = new SeriesLimitFlag();

  MetricsConfig in(Map<String, String> environment) throws RefusedException {
    String name =
        Input.flag("--worker-name", workerName)
            .orVariable(MetricsConfig.WORKER_NAME, environment)
            .text();
    return new MetricsConfig(
        Input.flag("--enabled", enabled)
            .orVariable(MetricsConfig.ENABLED, environment)
            .orDefault(false)
            .yes(),
        directory.in(environment).path(),
        name == null ? "" : name,
        maxSeries.in(environment));
  }
}
