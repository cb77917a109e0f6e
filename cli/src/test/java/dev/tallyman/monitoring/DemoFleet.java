package dev.tallyman.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All five demos side by side, an aggregator's page that shows all the trouble there can be, a
 * Prometheus, an Alertmanager, and somebody who listens to its messages. Alerts don't wait, and
 * those on shares fire at the first failure: the demos are calmer than their alerts.
 *
 * <p>Threading: one thread at a time.
 */
final class DemoFleet implements AutoCloseable {
  /** The shipped jobs by system; KernelCI's is the one that is scraped from the beginning. */
  static final Map<String, String> JOBS =
      Map.of(
          "kernelci", "tallyman",
          "chedweb", "cheddar-backend",
          "bricklayers", "bricklayers-web",
          "data20", "data20_backend",
          "digital-actors", "digital-actors");

  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Map<String, RunningDemo> demos = new LinkedHashMap<>();
  private final TemporaryDirectory rules;
  private final DocumentedPage troubled;
  private final Webhook slack;
  private final AlertmanagerServer alertmanager;
  private final PrometheusServer prometheus;

  private DemoFleet() throws IOException {
    JOBS.keySet().forEach(name -> demos.put(name, RunningDemo.start(name)));
    try {
      rules = TemporaryDirectory.create();
      demos.values().forEach(RunningDemo::awaitUp);
      slack = Webhook.listen();
      alertmanager = AlertmanagerServer.start(slack.address());
      troubled = DocumentedPage.of("tallyman");
      Map<String, List<String>> targets = new LinkedHashMap<>();
      demos.forEach(
          (name, demo) ->
              targets.put(
                  JOBS.get(name),
                  name.equals("kernelci")
                      ? List.of(demo.hostAndPort(), troubled.hostAndPort())
                      : List.of(demo.hostAndPort())));
      Path file = Files.writeString(rules.path().resolve("alerts.yml"), impatientRules());
      prometheus =
          PrometheusServer.start(
              ShippedConfiguration.alerting(targets, file.toString(), alertmanager.hostAndPort()));
      prometheus.awaitFirstScrape();
    } catch (RuntimeException | Error | IOException e) {
      demos.values().forEach(RunningDemo::close);
      throw e;
    }
  }

  /** Starts all, and waits until the first scrape of all of them. */
  static DemoFleet start() throws IOException {
    return new DemoFleet();
  }

  PrometheusServer prometheus() {
    return prometheus;
  }

  Webhook slack() {
    return slack;
  }

  String page(String system) {
    RunningDemo demo = demos.get(system);
    if (demo == null) {
      throw new AssertionError("no such demo: " + system);
    }
    return demo.page();
  }

  PanelQueries opened(Dashboard dashboard) {
    return new PanelQueries(prometheus, dashboard, SCRAPE_INTERVAL, Map.of());
  }

  /** Waits until what is claimed is true: rates need time, and visitors come when they like. */
  void eventually(Runnable claim) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        claim.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
      Pause.briefly();
    }
  }

  private static String impatientRules() {
    return Repository.text("monitoring/alerts.yml")
        .replaceAll("for: \\d+m", "for: 0s")
        .replaceAll("> 0\\.\\d+", "> 0.001");
  }

  @Override
  public void close() {
    prometheus.close();
    alertmanager.close();
    slack.close();
    troubled.close();
    rules.close();
    demos.values().forEach(RunningDemo::close);
  }
}
