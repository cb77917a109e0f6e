package dev.tallyman.metrics;

import dev.tallyman.tally.TallyHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * How a worker records: on or off, and where. The variables are those of the README.
 *
 * <p>Threading: immutable.
 *
 * @param enabled whether metrics go to a tally file; otherwise they live in heap
 * @param directory where tally files are
 * @param workerName a name for this worker, or empty
 * @param maxSeries how many series this worker may have before new ones go into their family's
 *     overflow series
 */
public record MetricsConfig(boolean enabled, Path directory, String workerName, int maxSeries) {
  /** Switches recording into a tally file on. */
  public static final String ENABLED = "PROMETHEUS_METRICS_ENABLED";

  /** The directory of the tally files. */
  public static final String DIRECTORY = "PROMETHEUS_MULTIPROC_DIR";

  /** A name for this worker. */
  public static final String WORKER_NAME = "PROMETHEUS_METRICS_WORKER_NAME";

  /** How many series this worker may have. */
  public static final String MAX_SERIES = "PROMETHEUS_METRICS_MAX_SERIES";

  /** Where tally files are if nothing else is said. */
  public static final Path DEFAULT_DIRECTORY = Path.of("/tmp/prometheus_multiproc_dir");

  /** How many series a worker may have if nothing else is said. */
  public static final int DEFAULT_MAX_SERIES = 100_000;

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException if one has a value that makes no sense; it names both
   */
  public static MetricsConfig fromEnvironment(Map<String, String> environment) {
    return new MetricsConfig(
        enabled(environment.getOrDefault(ENABLED, "false")),
        directory(environment.getOrDefault(DIRECTORY, "")),
        workerName(environment.getOrDefault(WORKER_NAME, "")),
        maxSeries(environment.getOrDefault(MAX_SERIES, "")));
  }

  private static boolean enabled(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off", "" -> false;
      default -> throw bad(ENABLED, value, "neither true nor false");
    };
  }

  private static Path directory(String value) {
    try {
      return value.isBlank() ? DEFAULT_DIRECTORY : Path.of(value);
    } catch (InvalidPathException e) {
      throw bad(DIRECTORY, value, "not a path");
    }
  }

  private static String workerName(String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length > TallyHeader.WORKER_NAME_BYTES_LIMIT) {
      throw bad(
          WORKER_NAME, value, "longer than " + TallyHeader.WORKER_NAME_BYTES_LIMIT + " bytes");
    }
    return value;
  }

  private static int maxSeries(String value) {
    if (value.isBlank()) {
      return DEFAULT_MAX_SERIES;
    }
    try {
      int limit = Integer.parseInt(value.strip());
      if (limit > 0) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw bad(MAX_SERIES, value, "not a number above 0");
    }
    throw bad(MAX_SERIES, value, "not a number above 0");
  }

  private static IllegalArgumentException bad(String variable, String value, String why) {
    return new IllegalArgumentException(variable + "=\"" + value + "\" is " + why);
  }
}
