package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.Archive;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where the counts of the dead are kept, and for how long.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a value that makes no sense is a {@link RefusedException}.
 */
final class ArchiveFlags {
  @Mixin private ArchiveDirectoryFlag directory = new ArchiveDirectoryFlag();

  @Option(
      names = "--gauge-retention",
      paramLabel = "TIME",
      description =
          "how long gauges of mode all outlive their worker [PROMETHEUS_METRICS_GAUGE_RETENTION]"
              + " (default: 10m)")
  private @Nullable String gaugeRetention;

  @Option(
      names = "--series-expiry",
      paramLabel = "TIME",
      description =
          "when series leave that no living worker has, such as 30d"
              + " [PROMETHEUS_METRICS_SERIES_EXPIRY] (default: never)")
  private @Nullable String seriesExpiry;

  /** What was asked for, beside a directory of tally files. */
  Archiving in(Map<String, String> environment, Path tallies) throws RefusedException {
    Input asked = directory.in(environment, tallies);
    Path archive = asked.path().toAbsolutePath().normalize();
    Path other = tallies.toAbsolutePath().normalize();
    if (archive.startsWith(other) || other.startsWith(archive)) {
      throw new RefusedException(
          asked.asked() + " and the directory of the tally files lie in one another: " + other);
    }
    Duration retention =
        Input.flag("--gauge-retention", gaugeRetention)
            .orVariable(AggregatorConfig.GAUGE_RETENTION, environment)
            .orDefault(ArchiveRules.DEFAULT.gaugeRetention().toMinutes() + "m")
            .duration();
    Input expiry =
        Input.flag("--series-expiry", seriesExpiry)
            .orVariable(AggregatorConfig.SERIES_EXPIRY, environment);
    return new Archiving(
        asked.asked(),
        archive,
        new ArchiveRules(retention, expiry.text() == null ? null : expiry.duration()));
  }

  /**
   * The archive that was asked for.
   *
   * @param asked how to name it in a message
   * @param directory where it is
   * @param rules how long it keeps what
   */
  record Archiving(String asked, Path directory, ArchiveRules rules) {
    void requireWritable() throws RefusedException {
      Preflight.requireWritableDirectory(asked, directory);
    }

    /** Last of all: what was taken for a moment and then not used was in others' way. */
    void requireUnheld() throws RefusedException {
      Unheld.require(asked, () -> Archive.requireUnheld(directory));
    }

    /** As variables, for a child process. */
    Map<String, String> toEnvironment() {
      Map<String, String> variables = new HashMap<>();
      variables.put(AggregatorConfig.ARCHIVE, directory.toString());
      variables.put(AggregatorConfig.GAUGE_RETENTION, seconds(rules.gaugeRetention()));
      Duration expiry = rules.seriesExpiry();
      if (expiry != null) {
        variables.put(AggregatorConfig.SERIES_EXPIRY, seconds(expiry));
      }
      return variables;
    }

    private static String seconds(Duration duration) {
      return duration.toSeconds() + "s";
    }
  }
}
