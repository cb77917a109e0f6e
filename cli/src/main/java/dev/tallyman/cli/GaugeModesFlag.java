package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which modes gauges have, whatever mode they were recorded with.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a file that can't be read, or a line of it that is no rule, is a {@link
 * RefusedException} that names them.
 */
final class GaugeModesFlag {
  @Option(
      names = "--gauge-modes",
      paramLabel = "FILE",
      description =
          "how gauges merge, by name: one \"pattern mode\" a line, such as \"my_pool_* livesum\""
              + " [PROMETHEUS_METRICS_GAUGE_MODES] (default: as they were recorded)")
  private @Nullable String file;

  /** What was asked for, looked at. */
  Asked in(Map<String, String> environment) throws RefusedException {
    Input input =
        Input.flag("--gauge-modes", file).orVariable(AggregatorConfig.GAUGE_MODES, environment);
    if (input.text() == null) {
      return new Asked(null, GaugeModeRules.NONE);
    }
    Path path = input.path().toAbsolutePath();
    try {
      return new Asked(path, GaugeModeRules.parse(Files.readAllLines(path), path.toString()));
    } catch (IOException e) {
      throw new RefusedException(input.asked() + " can't be read: " + e);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(input.source() + ": " + e.getMessage());
    }
  }

  /**
   * The rules that were asked for.
   *
   * @param file where they stand; null if none were asked for
   * @param rules what stands there
   */
  record Asked(@Nullable Path file, GaugeModeRules rules) {
    /** As variables, for a child process. */
    Map<String, String> toEnvironment() {
      return file == null ? Map.of() : Map.of(AggregatorConfig.GAUGE_MODES, file.toString());
    }
  }
}
