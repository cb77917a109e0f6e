package dev.tallyman.monitoring;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The pages of all documented systems, and a real Prometheus that scrapes them by the shipped jobs.
 *
 * <p>Threading: one thread at a time.
 */
final class ScrapedSystems implements AutoCloseable {
  static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);

  /** The jobs in monitoring/prometheus.yml, by the names of dashboards and pages. */
  static final Map<String, String> JOBS =
      Map.of(
          "tallyman", "tallyman",
          "chedweb", "cheddar-backend",
          "bricklayers", "bricklayers-web",
          "data20", "data20_backend",
          "digital-actors", "digital-actors");

  private static final int SCRAPES = 5;

  private final Map<String, DocumentedPage> pages = new LinkedHashMap<>();
  private final PrometheusServer prometheus;

  /**
   * Starts all and waits until rates can be told.
   *
   * @param page serves the system of a name
   */
  ScrapedSystems(Function<String, DocumentedPage> page) {
    JOBS.forEach((system, job) -> pages.put(job, page.apply(system)));
    Map<String, String> targets = new LinkedHashMap<>();
    pages.forEach((job, served) -> targets.put(job, served.hostAndPort()));
    prometheus = PrometheusServer.start(ShippedConfiguration.scraping(targets));
    prometheus.awaitFirstScrape();
    prometheus.awaitValue("min(count_over_time(up[1m])) >= bool " + SCRAPES, 1);
  }

  PrometheusServer prometheus() {
    return prometheus;
  }

  /** The system's dashboard, as it opens. */
  static Dashboard dashboard(String system) {
    return Dashboard.at("monitoring/dashboards/" + system + ".json");
  }

  PanelQueries opened(Dashboard dashboard) {
    return new PanelQueries(prometheus, dashboard, SCRAPE_INTERVAL, Map.of());
  }

  @Override
  public void close() {
    prometheus.close();
    pages.values().forEach(DocumentedPage::close);
  }
}
