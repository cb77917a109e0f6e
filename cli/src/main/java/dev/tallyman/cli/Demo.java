package dev.tallyman.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The five systems that {@code demo} can run, as their documents have them. */
enum Demo {
  CHEDWEB(8000, "cheddar-backend", "chedweb_camera_enabled", "a robot"),
  BRICKLAYERS(8000, "bricklayers-web", "uploads_total", "uploads, and jobs that work on them"),
  DATA20(8000, "data20_backend", "tool_executions_total", "tools, a database and tasks"),
  DIGITAL_ACTORS(8888, "digital-actors", "digital_actors_active_sessions", "talks with actors"),
  KERNELCI(8000, "tallyman", "http_requests_total", "builds and tests");

  private final int port;
  private final String job;
  private final String tellingMetric;
  private final String description;

  Demo(int port, String job, String tellingMetric, String description) {
    this.port = port;
    this.job = job;
    this.tellingMetric = tellingMetric;
    this.description = description;
  }

  /** What it is called on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Demo::word).toList();
  }

  /** The port of its document; data20's own is the aggregator's. */
  int port() {
    return port;
  }

  /** What there is to look at, once it runs. */
  List<String> sights(int servicePort, int metricsPort) {
    int page = this == DATA20 || this == KERNELCI ? metricsPort : servicePort;
    String dashboard =
        this == KERNELCI
            ? "monitoring/dashboard.json"
            : "monitoring/dashboards/" + word() + ".json";
    String target =
        this == KERNELCI
            ? "scrapes it as it is"
            : "scrapes it after: cp monitoring/targets/%1$s.yml.example monitoring/targets/%1$s.yml"
                .formatted(job);
    return List.of(
        word() + ": " + description,
        "the workers' metrics as one page: curl -s http://localhost:%d/metrics | grep %s"
            .formatted(page, tellingMetric),
        "Prometheus (docker compose -f docker-compose.monitoring.yml up -d) " + target,
        "Grafana (http://localhost:3000) shows it on " + dashboard);
  }
}
