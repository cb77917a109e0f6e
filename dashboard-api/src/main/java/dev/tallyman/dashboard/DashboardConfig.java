package dev.tallyman.dashboard;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a dashboard worker listens and which aggregators it asks.
 *
 * <p>Threading: immutable.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for a free one
 * @param portShared whether other workers of the same user may listen on the port too
 * @param aggregators the aggregators' addresses, {@code http://127.0.0.1:8001} say; at least one
 * @param token what they want to hear before they are scraped, or empty; used for what the
 *     dashboard itself asks. Those who scrape {@code /metrics} here must bring it themselves
 * @param workerName what this worker is called, or empty
 * @param prometheus where to ask what the metrics were; null for the aggregators themselves. It is
 *     never shown the token
 */
public record DashboardConfig(
    String host,
    int port,
    boolean portShared,
    List<URI> aggregators,
    String token,
    String workerName,
    @Nullable URI prometheus) {
  /** The variable that says which Prometheus to ask. */
  public static final String PROMETHEUS = "PROMETHEUS_METRICS_PROMETHEUS_URL";

  /** The port to listen on if nothing else is said. */
  public static final int DEFAULT_PORT = 8000;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a value makes no sense; it names both
   */
  public DashboardConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("bad host: host=\"" + host + "\"");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("bad port: port=" + port + ", limit=65535");
    }
    aggregators = List.copyOf(aggregators);
    if (aggregators.isEmpty()) {
      throw new IllegalArgumentException("no aggregator");
    }
    for (URI aggregator : aggregators) {
      if (!isWeb(aggregator)) {
        throw new IllegalArgumentException("bad aggregator address: address=" + aggregator);
      }
    }
    if (Set.copyOf(aggregators).size() < aggregators.size()) {
      throw new IllegalArgumentException("an aggregator is there twice: addresses=" + aggregators);
    }
    if (prometheus != null && !isWeb(prometheus)) {
      throw new IllegalArgumentException("bad Prometheus address: address=" + prometheus);
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("bad token: it has characters that no header may have");
    }
  }

  /** A worker that shares its port with others, without token and name. */
  public static DashboardConfig of(String host, int port, URI aggregator) {
    return new DashboardConfig(host, port, true, List.of(aggregator), "", "", null);
  }

  /** The same, with a token for the aggregator. */
  public DashboardConfig withToken(String value) {
    return new DashboardConfig(host, port, portShared, aggregators, value, workerName, prometheus);
  }

  /** The same, with a name for the worker. */
  public DashboardConfig withWorkerName(String value) {
    return new DashboardConfig(host, port, portShared, aggregators, token, value, prometheus);
  }

  /** The same, alone on its port: if anybody listens there, starting fails. */
  public DashboardConfig withPortOfItsOwn() {
    return new DashboardConfig(host, port, false, aggregators, token, workerName, prometheus);
  }

  /** The same, asking a Prometheus what the metrics were; the aggregator if null. */
  public DashboardConfig withPrometheus(@Nullable URI value) {
    return new DashboardConfig(host, port, portShared, aggregators, token, workerName, value);
  }

  /** The same, asking these aggregators. */
  public DashboardConfig withAggregators(List<URI> value) {
    return new DashboardConfig(host, port, portShared, value, token, workerName, prometheus);
  }

  /** Whether it is the address of a server that can be asked. */
  public static boolean isWeb(URI address) {
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    // What is only for some must not be in an address: problems name it.
    return web
        && address.getHost() != null
        && address.getUserInfo() == null
        && address.getQuery() == null
        && address.getFragment() == null;
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "DashboardConfig[host="
        + host
        + ", port="
        + port
        + ", portShared="
        + portShared
        + ", aggregators="
        + aggregators
        + ", workerName="
        + workerName
        + ", prometheus="
        + prometheus
        + "]";
  }
}
