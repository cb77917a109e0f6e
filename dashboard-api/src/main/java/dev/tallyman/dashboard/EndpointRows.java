package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.Buckets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what HTTP metrics say of each endpoint, whichever other labels they have.
 *
 * <p>Threading: one thread at a time.
 */
final class EndpointRows {
  static final String CALLS = "http_requests_total";
  static final String DURATION = "http_request_duration_seconds";
  static final String DURATION_SUM = DURATION + "_sum";
  static final String DURATION_COUNT = DURATION + "_count";
  static final String DURATION_BUCKET = DURATION + "_bucket";

  private static final String METHOD = "method";
  private static final String ENDPOINT = "endpoint";
  private static final String STATUS = "status";
  private static final String LE = "le";

  /** All labels that matter. */
  static final List<String> LABELS = List.of(METHOD, ENDPOINT, STATUS, LE);

  private static final Comparator<Row> MOST_TIME_FIRST =
      Comparator.comparing(
              Row::totalSeconds, Comparator.nullsLast(Comparator.<Double>reverseOrder()))
          .thenComparing(Row::endpoint)
          .thenComparing(Row::method);

  private final Map<Key, Row.Sums> byKey = new LinkedHashMap<>();

  private record Key(String method, String endpoint) {}

  /**
   * One endpoint and method. What is not known is null.
   *
   * @param errors calls that were answered with a status of 500 or above
   */
  record Row(
      String method,
      String endpoint,
      @Nullable Double calls,
      @Nullable Double errors,
      @Nullable Double averageSeconds,
      @Nullable Double p50Seconds,
      @Nullable Double p95Seconds,
      @Nullable Double p99Seconds,
      @Nullable Double totalSeconds) {

    private static final class Sums {
      private double calls;
      private double errors;
      private boolean called;
      private double seconds;
      private double timed;
      private final Buckets.Collected collected = new Buckets.Collected();

      Row row(Key key) {
        Buckets buckets = collected.buckets();
        return new Row(
            key.method,
            key.endpoint,
            called ? Json.finite(calls) : null,
            called ? Json.finite(errors) : null,
            timed > 0 ? Json.finite(seconds / timed) : null,
            Json.finite(buckets.quantile(0.5)),
            Json.finite(buckets.quantile(0.95)),
            Json.finite(buckets.quantile(0.99)),
            timed > 0 ? Json.finite(seconds) : null);
      }
    }
  }

  /** Adds a series; without method and endpoint, of another metric, or NaN, it adds nothing. */
  void add(String metric, Map<String, String> labels, double value) {
    String method = labels.get(METHOD);
    String endpoint = labels.get(ENDPOINT);
    if (method == null || endpoint == null || Double.isNaN(value) || !metric.startsWith("http_")) {
      return;
    }
    Row.Sums sums = byKey.computeIfAbsent(new Key(method, endpoint), unused -> new Row.Sums());
    switch (metric) {
      case CALLS -> {
        sums.called = true;
        sums.calls += value;
        sums.errors += isError(labels) ? value : 0;
      }
      case DURATION_SUM -> sums.seconds += value;
      case DURATION_COUNT -> sums.timed += value;
      case DURATION_BUCKET -> sums.collected.add(Buckets.bound(labels.getOrDefault(LE, "")), value);
      default -> {
        // Another metric: nothing was asked of it.
      }
    }
  }

  /** Whether calls with these labels failed by the server's fault. */
  static boolean isError(Map<String, String> labels) {
    return labels.getOrDefault(STATUS, "").startsWith("5");
  }

  /** All endpoints, those that took the most time first. */
  List<Row> sorted() {
    List<Row> rows = new ArrayList<>(byKey.size());
    byKey.forEach((key, sums) -> rows.add(sums.row(key)));
    rows.sort(MOST_TIME_FIRST);
    return rows;
  }
}
