package dev.tallyman.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a dashboard told at one moment.
 *
 * <p>Threading: immutable.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param range of what times the endpoints' averages and percentiles are
 * @param away the aggregators that do not answer
 */
record TopLook(
    String url,
    long nanos,
    String range,
    List<Worker> workers,
    List<Endpoint> endpoints,
    List<String> away) {
  /** The range of what is known since counting began only. */
  static final String ALL_TIME = "ALL";

  /** A worker; numbers that are not known are NaN. */
  record Worker(
      String name,
      String state,
      long pid,
      double ageSeconds,
      double cpuRatio,
      double memoryBytes,
      long series) {}

  /**
   * An endpoint.
   *
   * @param calls since counting began, as are the errors and the total of the time
   * @param p95Seconds of the range, as is the average; NaN if there was no call in it
   * @param callsPerSecond since the look before; NaN if there was none
   */
  record Endpoint(
      String method,
      String path,
      double calls,
      double errors,
      double totalSeconds,
      double p95Seconds,
      double callsPerSecond,
      double averageSeconds) {
    String key() {
      return method + " " + path;
    }
  }

  /** The same, with rates since an earlier look. */
  TopLook since(TopLook earlier) {
    Map<String, Endpoint> before = new HashMap<>();
    earlier.endpoints.forEach(endpoint -> before.put(endpoint.key(), endpoint));
    double seconds = Math.max(1, nanos - earlier.nanos) / 1e9;
    List<Endpoint> rated =
        endpoints.stream()
            .map(
                endpoint -> {
                  Endpoint then = before.get(endpoint.key());
                  return then == null ? endpoint : rated(endpoint, then, seconds);
                })
            .toList();
    return new TopLook(url, nanos, range, workers, rated, away);
  }

  private static Endpoint rated(Endpoint now, Endpoint then, double seconds) {
    double calls = now.calls - then.calls;
    // A counter that fell has begun again.
    double rate = calls < 0 ? Double.NaN : calls / seconds;
    return new Endpoint(
        now.method,
        now.path,
        now.calls,
        now.errors,
        now.totalSeconds,
        now.p95Seconds,
        rate,
        now.averageSeconds);
  }
}
