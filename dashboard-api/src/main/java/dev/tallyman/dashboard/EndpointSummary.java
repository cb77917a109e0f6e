package dev.tallyman.dashboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one endpoint has served one method, over all workers.
 *
 * <p>Threading: immutable.
 *
 * @param totalCalls how many requests were answered, whatever the status
 * @param averageResponseTimeSeconds null if no durations are known
 * @param totalTimeSeconds null if no durations are known
 */
record EndpointSummary(
    String method,
    String endpoint,
    long totalCalls,
    @Nullable Double averageResponseTimeSeconds,
    @Nullable Double totalTimeSeconds) {
  static final String CALLS = "http_requests_total";
  static final String DURATION_SUM = "http_request_duration_seconds_sum";
  static final String DURATION_COUNT = "http_request_duration_seconds_count";

  private static final Comparator<EndpointSummary> MOST_TIME_FIRST =
      Comparator.comparing(
              EndpointSummary::totalTimeSeconds,
              Comparator.nullsLast(Comparator.<Double>reverseOrder()))
          .thenComparing(EndpointSummary::endpoint)
          .thenComparing(EndpointSummary::method);

  private record Key(String method, String endpoint) {}

  /** Sums over what else the series differ in: the status, say. */
  private static final class Sums {
    private double calls;
    private double seconds;
    private double timed;

    EndpointSummary summary(Key key) {
      boolean known = timed > 0 && Double.isFinite(seconds);
      return new EndpointSummary(
          key.method,
          key.endpoint,
          Math.round(calls),
          known ? seconds / timed : null,
          known ? seconds : null);
    }
  }

  /**
   * Sums up the samples of HTTP metrics, those that took the most time first. Series without method
   * and endpoint, and samples of other metrics, are left out.
   */
  static List<EndpointSummary> of(List<Sample> samples) {
    Map<Key, Sums> byKey = new LinkedHashMap<>();
    for (Sample sample : samples) {
      String method = sample.labels().get("method");
      String endpoint = sample.labels().get("endpoint");
      if (method != null && endpoint != null) {
        add(byKey, new Key(method, endpoint), sample);
      }
    }
    List<EndpointSummary> summaries = new ArrayList<>(byKey.size());
    byKey.forEach((key, sums) -> summaries.add(sums.summary(key)));
    summaries.sort(MOST_TIME_FIRST);
    return summaries;
  }

  private static void add(Map<Key, Sums> byKey, Key key, Sample sample) {
    switch (sample.name()) {
      case CALLS -> byKey.computeIfAbsent(key, unused -> new Sums()).calls += sample.value();
      case DURATION_SUM ->
          byKey.computeIfAbsent(key, unused -> new Sums()).seconds += sample.value();
      case DURATION_COUNT ->
          byKey.computeIfAbsent(key, unused -> new Sums()).timed += sample.value();
      default -> {
        // Buckets, or a metric that was not asked for.
      }
    }
  }
}
