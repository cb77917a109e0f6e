package dev.tallyman.cli;

import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.supervisor.RefusedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How many series a worker may have.
 *
 * <p>Threading: one thread at a time.
 */
final class SeriesLimitFlag {
  @Option(
      names = "--max-series",
      paramLabel = "N",
      description =
          "how many series a worker may have [PROMETHEUS_METRICS_MAX_SERIES] (default: 100000)")
  private @Nullable String maxSeries;

  int in(Map<String, String> environment) throws RefusedException {
    return Input.flag("--max-series", maxSeries)
        .orVariable(MetricsConfig.MAX_SERIES, environment)
        .orDefault(MetricsConfig.DEFAULT_MAX_SERIES)
        .number(1, Integer.MAX_VALUE);
  }
}
