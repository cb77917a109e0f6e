package dev.tallyman.cli;

import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.supervisor.RefusedException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Whom the dashboard asks what the metrics were.
 *
 * <p>Threading: one thread at a time.
 */
final class PrometheusFlag {
  static final String NAME = "--prometheus-url";

  @Option(
      names = NAME,
      paramLabel = "URL",
      description =
          "the Prometheus to ask what the metrics were [PROMETHEUS_METRICS_PROMETHEUS_URL]"
              + " (default: the aggregator's own history)")
  private @Nullable String url;

  /** As it was given; null if it was not. */
  @Nullable String flag() {
    return url;
  }

  /** No text if the aggregator is to be asked. */
  Input in(Map<String, String> environment) {
    return Input.flag(NAME, url).orVariable(DashboardConfig.PROMETHEUS, environment);
  }

  /** The address; null if there is none. */
  static @Nullable URI address(Input asked) throws RefusedException {
    if (asked.text() == null) {
      return null;
    }
    URI address = asked.address();
    if (!DashboardConfig.isWeb(address)) {
      throw new RefusedException(
          asked.asked() + " is not an address such as http://127.0.0.1:9090");
    }
    return address;
  }
}
