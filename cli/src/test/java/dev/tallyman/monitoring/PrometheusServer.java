package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real Prometheus on a free port of the loopback, for one test class: start it with a
 * configuration, wait until it has scraped, ask it.
 *
 * <pre>{@code
 * String config = PrometheusServer.scraping("127.0.0.1:8001", "/metrics/");
 * try (PrometheusServer prometheus = PrometheusServer.start(config, "native-histograms")) {
 *   prometheus.awaitFirstScrape();
 *   JsonNode series = prometheus.query("http_requests_total", Instant.now());
 * }
 * }</pre>
 *
 * <p>With {@code native-histograms} it asks for protobuf, otherwise for OpenMetrics.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} that carries what
 * Prometheus said: its log when it does not start, the scrape's error, the query's error.
 */
public final class PrometheusServer implements AutoCloseable {
  // Discovery hands over its first targets some five seconds after the start.
  private static final Duration SCRAPE_PATIENCE = Duration.ofSeconds(30);

  private final PeerServer server;

  private PrometheusServer(PeerServer server) {
    this.server = server;
  }

  /** A configuration that scrapes one address once a second. */
  public static String scraping(String hostAndPort, String metricsPath) {
    return """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: tallyman
            metrics_path: %s
            static_configs: [{targets: ["%s"]}]
        """
        .formatted(metricsPath, hostAndPort);
  }

  /** Starts Prometheus and waits until it is ready; {@code features} as in --enable-feature. */
  public static PrometheusServer start(String configuration, String... features) {
    PeerProgram program = PeerProgram.named("prometheus", "prometheus");
    return new PrometheusServer(
        PeerServer.start(
            program,
            (directory, hostAndPort) -> {
              Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
              List<String> arguments = new ArrayList<>();
              arguments.add("--config.file=" + file);
              arguments.add("--storage.tsdb.path=" + directory.resolve("data"));
              arguments.add("--web.listen-address=" + hostAndPort);
              if (features.length > 0) {
                arguments.add("--enable-feature=" + String.join(",", features));
              }
              return arguments;
            }));
  }

  /** Where its API and pages are. */
  public URI address() {
    return server.address();
  }

  /** Waits until every target has been scraped without a mistake. */
  public void awaitFirstScrape() {
    server.await("all targets up", SCRAPE_PATIENCE, this::allTargetsUp);
  }

  /** Waits until a query at the present moment gives this single value. */
  public void awaitValue(String promql, double expected) {
    server.await(promql + " is " + expected, SCRAPE_PATIENCE, () -> value(promql) == expected);
  }

  /** The single value of a query now; NaN when there is none. */
  public double value(String promql) {
    JsonNode result = query(promql, Instant.now());
    return result.size() == 1 ? number(result.get(0).path("value").path(1)) : Double.NaN;
  }

  /** The series of an instant query, as the API gives them. */
  public JsonNode query(String promql, Instant at) {
    return api("query", Map.of("query", promql, "time", seconds(at)));
  }

  /** The series of a range query, as the API gives them. */
  public JsonNode queryRange(String promql, Instant from, Instant to, Duration step) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("query", promql);
    parameters.put("start", seconds(from));
    parameters.put("end", seconds(to));
    parameters.put("step", step.toMillis() + "ms");
    return api("query_range", parameters);
  }

  /** The labels of the series that a selector picks and that had a sample in the time. */
  public JsonNode series(String selector, Instant from, Instant to) {
    return api("series", Map.of("match[]", selector, "start", seconds(from), "end", seconds(to)));
  }

  /** The values a label has on the series that a selector picks. */
  public List<String> labelValues(String label, String selector) {
    List<String> values = new ArrayList<>();
    api("label/" + label + "/values", Map.of("match[]", selector))
        .forEach(value -> values.add(value.asText()));
    return values;
  }

  /** Reads a number as the API writes it, {@code NaN} and {@code +Inf} included. */
  public static double number(JsonNode text) {
    return switch (text.asText()) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text.asText());
    };
  }

  @Override
  public void close() {
    server.close();
  }

  private boolean allTargetsUp() {
    ArrayNode targets = (ArrayNode) api("targets", Map.of("state", "active")).path("activeTargets");
    for (JsonNode target : targets) {
      if (!target.path("health").asText().equals("up")) {
        return false;
      }
    }
    return !targets.isEmpty();
  }

  private JsonNode api(String call, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    JsonNode answer = Repository.parsedJson(server.get("/api/v1/" + call + "?" + query).body());
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(answer.path("error").asText() + ": " + parameters);
    }
    JsonNode data = answer.path("data");
    return data.has("result") ? data.path("result") : data;
  }

  private static String seconds(Instant moment) {
    return "%d.%03d".formatted(moment.getEpochSecond(), moment.getNano() / 1_000_000);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
