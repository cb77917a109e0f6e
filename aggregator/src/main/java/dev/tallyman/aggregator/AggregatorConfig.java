package dev.tallyman.aggregator;

import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.model.GaugeModeRules;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an aggregator looks and where it listens.
 *
 * <p>Threading: immutable.
 *
 * @param directory the directory of the tally files
 * @param archive the directory of the archive, neither in the other nor around it
 * @param rules how long the archive keeps what
 * @param history how much of the past is kept beside the archive
 * @param host the address to bind, {@code 0.0.0.0} for all
 * @param port the port, 0 for any free one
 * @param token what scrapes must show as bearer token; null if everybody may scrape
 * @param gaugeModes modes that gauges have here, whatever mode they were recorded with
 */
public record AggregatorConfig(
    Path directory,
    Path archive,
    ArchiveRules rules,
    HistoryRules history,
    String host,
    int port,
    @Nullable String token,
    GaugeModeRules gaugeModes) {
  /** Sets the port; the variable's name. */
  public static final String PORT = "PROMETHEUS_METRICS_PORT";

  /** Sets the address to bind; the variable's name. */
  public static final String HOST = "PROMETHEUS_METRICS_HOST";

  /** Sets the archive's directory; the variable's name. */
  public static final String ARCHIVE = "PROMETHEUS_METRICS_ARCHIVE_DIR";

  /** Sets how long gauges of mode {@code all} outlive their worker; the variable's name. */
  public static final String GAUGE_RETENTION = "PROMETHEUS_METRICS_GAUGE_RETENTION";

  /** Sets after what time series of the dead alone leave; the variable's name. */
  public static final String SERIES_EXPIRY = "PROMETHEUS_METRICS_SERIES_EXPIRY";

  /** Sets the time from one sample of the history to the next; the variable's name. */
  public static final String HISTORY_INTERVAL = "PROMETHEUS_METRICS_HISTORY_INTERVAL";

  /** Sets how long the history keeps a sample; the variable's name. */
  public static final String HISTORY_RETENTION = "PROMETHEUS_METRICS_HISTORY_RETENTION";

  /** Sets how large the history may become; the variable's name. */
  public static final String HISTORY_BYTES = "PROMETHEUS_METRICS_HISTORY_BYTES";

  /** Names a file of gauge modes; the variable's name. */
  public static final String GAUGE_MODES = "PROMETHEUS_METRICS_GAUGE_MODES";

  /** Sets the bearer token; the variable's name. */
  public static final String TOKEN = "METRICS_TOKEN";

  /** The port if nothing else is said. */
  public static final int DEFAULT_PORT = 8001;

  /** The address if nothing else is said. */
  public static final String DEFAULT_HOST = "0.0.0.0";

  /** Where every gauge keeps the mode it was recorded with. */
  public AggregatorConfig(
      Path directory,
      Path archive,
      ArchiveRules rules,
      HistoryRules history,
      String host,
      int port,
      @Nullable String token) {
    this(directory, archive, rules, history, host, port, token, GaugeModeRules.NONE);
  }

  /** Where the archive is if nothing else is said: beside the directory of the tally files. */
  public static Path archiveBeside(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + "_archive");
  }

  /** Where the history is: beside the archive. */
  static Path historyBeside(Path archive) {
    Path absolute = archive.toAbsolutePath().normalize();
    return absolute.resolveSibling(absolute.getFileName() + "_history");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "AggregatorConfig[directory=%s, archive=%s, rules=%s, history=%s, host=%s, port=%d]"
        .formatted(directory, archive, rules, history, host, port);
  }
}
