package dev.tallyman.aggregator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an aggregator looks and where it listens.
 *
 * <p>Threading: immutable.
 *
 * @param directory the directory of the tally files
 * @param host the address to bind, {@code 0.0.0.0} for all
 * @param port the port, 0 for any free one
 * @param token what scrapes must show as bearer token; null if everybody may scrape
 */
public record AggregatorConfig(Path directory, String host, int port, @Nullable String token) {
  /** Sets the port; the variable's name. */
  public static final String PORT = "PROMETHEUS_METRICS_PORT";

  /** Sets the address to bind; the variable's name. */
  public static final String HOST = "PROMETHEUS_METRICS_HOST";

  /** Sets the bearer token; the variable's name. */
  public static final String TOKEN = "METRICS_TOKEN";

  /** The port if nothing else is said. */
  public static final int DEFAULT_PORT = 8001;

  /** The address if nothing else is said. */
  public static final String DEFAULT_HOST = "0.0.0.0";

  /** Without the token. */
  @Override
  public String toString() {
    return "AggregatorConfig[directory=" + directory + ", host=" + host + ", port=" + port + "]";
  }
}
