package dev.tallyman.monitoring;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.monitoring.ScrapeTarget.Route;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A worker process that pretends to serve HTTP: for each line on standard input it records a round
 * of calls, or so many series if the line is a number, or some calls under a name that only
 * Prometheus 3 knows if it is {@value #DOTTED}, and says {@value #SERVED} when they are counted.
 * Ends with its input.
 *
 * <p>Every call of a route takes the same time, a binary fraction of a second, so that sums are
 * exact.
 */
final class ServingWorker {
  static final String SERVED = "served";

  static final String DOTTED = "dotted";

  /** The calls of one round to each route. */
  static final Map<Route, Plan> ROUND =
      Map.of(
          new Route("GET", "/api/v1/endpoints"), new Plan(5, 1, 0.125),
          new Route("GET", "/api/v1/trees/{id}"), new Plan(2, 0, 0.75),
          new Route("POST", "/api/v1/trees/{id}"), new Plan(0, 1, 1.5));

  /** How many calls of a route succeed and fail in a round, and how long each takes. */
  record Plan(int succeeding, int failing, double secondsPerCall) {
    int calls() {
      return succeeding + failing;
    }
  }

  private ServingWorker() {}

  private static void record(int series) {
    Counter many = Counter.builder().name("many_total").help("Many.").labelNames("n").register();
    for (int i = 0; i < series; i++) {
      many.labelValues(Integer.toString(i)).inc();
    }
    System.out.println(SERVED);
  }

  private static void recordDotted() {
    Histogram calls =
        Histogram.builder()
            .name("http.server.requests")
            .help("Requests, as others name them.")
            .labelNames("http.route", "status")
            .register();
    calls.labelValues("/a", "200").observe(0.25);
    calls.labelValues("/a", "500").observe(0.5);
    calls.labelValues("/b", "200").observe(1);
    System.out.println(SERVED);
  }

  public static void main(String[] args) throws IOException {
    Counter requests =
        Counter.builder()
            .name("http_requests_total")
            .help("Requests answered.")
            .labelNames("method", "endpoint", "status")
            .register();
    Histogram durations =
        Histogram.builder()
            .name("http_request_duration_seconds")
            .help("Time to answer.")
            .unit("seconds")
            .labelNames("method", "endpoint")
            .register();
    BufferedReader rounds =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = rounds.readLine(); line != null; line = rounds.readLine()) {
      if (line.matches("\\d+")) {
        record(Integer.parseInt(line));
        continue;
      }
      if (line.equals(DOTTED)) {
        recordDotted();
        continue;
      }
      ROUND.forEach(
          (route, plan) -> {
            requests.labelValues(route.method(), route.endpoint(), "200").inc(plan.succeeding);
            requests.labelValues(route.method(), route.endpoint(), "500").inc(plan.failing);
            for (int call = 0; call < plan.calls(); call++) {
              durations.labelValues(route.method(), route.endpoint()).observe(plan.secondsPerCall);
            }
          });
      System.out.println(SERVED);
    }
  }
}
