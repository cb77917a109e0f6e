package dev.tallyman.monitoring;

import java.util.Map;

/**
 * What the dashboard is about: something that answers HTTP calls and lets Prometheus see how many
 * and how long they took.
 *
 * <p>Threading: one thread at a time.
 */
interface ScrapeTarget extends AutoCloseable {
  /** A route as the metrics name it. */
  record Route(String method, String endpoint) {}

  /** All calls of a route, and the time they took together. */
  record Totals(double calls, double seconds) {
    Totals minus(Totals earlier) {
      return new Totals(calls - earlier.calls, seconds - earlier.seconds);
    }

    double averageSeconds() {
      return seconds / calls;
    }
  }

  /** The host and port to scrape; the path is that of the shipped prometheus.yml. */
  String hostAndPort();

  /** Has one round of calls answered, to every route. */
  void serveRound();

  /** The truth: what was served since the start. */
  Map<Route, Totals> totals();

  @Override
  void close();
}
