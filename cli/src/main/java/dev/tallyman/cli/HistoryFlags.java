package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.supervisor.RefusedException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How much of the past the aggregator keeps.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a value that makes no sense is a {@link RefusedException}.
 */
final class HistoryFlags {
  /** Queries look back five minutes for a sample. */
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(2);

  private static final int MOST_MEBIBYTES = 1 << 20;

  @Option(
      names = "--history-interval",
      paramLabel = "TIME",
      description =
          "the time from one sample of the history to the next"
              + " [PROMETHEUS_METRICS_HISTORY_INTERVAL] (default: 15s)")
  private @Nullable String interval;

  @Option(
      names = "--history-retention",
      paramLabel = "TIME",
      description =
          "how long the history keeps a sample, 0s for no history"
              + " [PROMETHEUS_METRICS_HISTORY_RETENTION] (default: 24h)")
  private @Nullable String retention;

  @Option(
      names = "--history-bytes",
      paramLabel = "SIZE",
      description =
          "how large the history may become, such as 256MiB; the oldest samples leave first"
              + " [PROMETHEUS_METRICS_HISTORY_BYTES] (default: 256MiB)")
  private @Nullable String bytes;

  /** What was asked for. */
  HistoryRules in(Map<String, String> environment) throws RefusedException {
    HistoryRules usual = HistoryRules.DEFAULT;
    Input intervalAsked =
        Input.flag("--history-interval", interval)
            .orVariable(AggregatorConfig.HISTORY_INTERVAL, environment)
            .orDefault(seconds(usual.interval()));
    Duration between = intervalAsked.duration();
    if (between.isZero() || between.compareTo(LONGEST_INTERVAL) > 0) {
      throw new RefusedException(intervalAsked.asked() + " is not from 1s to 2m");
    }
    Duration kept =
        Input.flag("--history-retention", retention)
            .orVariable(AggregatorConfig.HISTORY_RETENTION, environment)
            .orDefault(seconds(usual.retention()))
            .duration();
    long room =
        Input.flag("--history-bytes", bytes)
            .orVariable(AggregatorConfig.HISTORY_BYTES, environment)
            .orDefault(usual.bytes())
            .bytes(HistoryRules.LEAST_BYTES, (long) MOST_MEBIBYTES << 20);
    return new HistoryRules(between, kept, room);
  }

  /** As variables, for a child process. */
  static Map<String, String> toEnvironment(HistoryRules rules) {
    return Map.of(
        AggregatorConfig.HISTORY_INTERVAL,
        seconds(rules.interval()),
        AggregatorConfig.HISTORY_RETENTION,
        seconds(rules.retention()),
        AggregatorConfig.HISTORY_BYTES,
        Long.toString(rules.bytes()));
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
