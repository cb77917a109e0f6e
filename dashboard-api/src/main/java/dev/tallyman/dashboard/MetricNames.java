package dev.tallyman.dashboard;

import java.util.List;
import java.util.Set;

/**
 * What names of metrics tell, since they follow Prometheus' conventions.
 *
 * <p>Threading: stateless.
 */
final class MetricNames {
  private static final List<String> SUFFIXES = List.of("_total", "_sum", "_created");
  private static final Set<String> COUNTING = Set.of("_count", "_bucket");
  private static final Set<String> UNITS =
      Set.of(
          "seconds", "bytes", "ratio", "celsius", "volts", "amperes", "joules", "grams", "meters",
          "percent", "hertz", "watts");

  private MetricNames() {}

  /** In what the metric is measured; empty if it counts, or its name does not tell. */
  static String unit(String metric) {
    if (COUNTING.stream().anyMatch(metric::endsWith)) {
      return "";
    }
    String bare = metric;
    for (String suffix : SUFFIXES) {
      bare = bare.endsWith(suffix) ? bare.substring(0, bare.length() - suffix.length()) : bare;
    }
    String last = bare.substring(Math.max(bare.lastIndexOf('_'), bare.lastIndexOf('.')) + 1);
    return UNITS.contains(last) ? last : "";
  }

  /** In what its growth per second is measured. */
  static String unitPerSecond(String metric) {
    String unit = unit(metric);
    return (unit.isEmpty() ? "1" : unit) + "/s";
  }
}
