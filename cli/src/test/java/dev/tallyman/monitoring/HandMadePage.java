package dev.tallyman.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A page with our two HTTP metrics, written out by hand: the contract that the dashboard is built
 * on, without the software that will keep it.
 *
 * <p>Every call of a route takes the same time, a binary fraction of a second, so that all sums are
 * exact. Threading: safe for all threads.
 */
final class HandMadePage implements ScrapeTarget {
  /** One route: calls in a round, and how long each takes. */
  private record Plan(int callsInRound, double secondsPerCall) {}

  private static final Map<Route, Plan> PLANS =
      Map.of(
          new Route("GET", "/api/v1/endpoints"), new Plan(5, 0.125),
          new Route("GET", "/api/v1/trees/{id}"), new Plan(2, 0.75),
          new Route("POST", "/api/v1/trees/{id}"), new Plan(1, 1.5));
  private static final double[] BOUNDS = {0.1, 0.5, 1};

  private final AtomicInteger rounds = new AtomicInteger();
  private final HttpServer server;

  private HandMadePage(HttpServer server) {
    this.server = server;
  }

  static HandMadePage open() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      HandMadePage page = new HandMadePage(server);
      server.createContext("/metrics/", page::answer);
      server.start();
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a page on the loopback", e);
    }
  }

  @Override
  public String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void serveRound() {
    rounds.incrementAndGet();
  }

  @Override
  public Map<Route, Totals> totals() {
    int served = rounds.get();
    Map<Route, Totals> totals = new TreeMap<>(Comparator.comparing(Route::toString));
    PLANS.forEach(
        (route, plan) -> {
          double calls = served * plan.callsInRound;
          totals.put(route, new Totals(calls, calls * plan.secondsPerCall));
        });
    return totals;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] page = page().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  private String page() {
    Map<Route, Totals> totals = totals();
    return "# TYPE http_requests_total counter\n"
        + lines(totals, this::counterLines)
        // Another exporter's metric of the same name, without our labels: not ours to show.
        + "http_requests_total{code=\"200\",handler=\"other\"} 1000000\n"
        + "# TYPE http_request_duration_seconds histogram\n"
        + lines(totals, this::histogramLines);
  }

  private static String lines(
      Map<Route, Totals> totals, Function<Map.Entry<Route, Totals>, String> lines) {
    return totals.entrySet().stream().map(lines).collect(Collectors.joining());
  }

  private String counterLines(Map.Entry<Route, Totals> entry) {
    // Every fourth call fails, to see that the dashboard adds up the statuses.
    double failed = Math.floor(entry.getValue().calls() / 4);
    return "http_requests_total{%s,status=\"200\"} %s\n"
            .formatted(labels(entry.getKey()), entry.getValue().calls() - failed)
        + "http_requests_total{%s,status=\"500\"} %s\n".formatted(labels(entry.getKey()), failed);
  }

  private String histogramLines(Map.Entry<Route, Totals> entry) {
    Totals totals = entry.getValue();
    StringBuilder lines = new StringBuilder();
    for (double bound : BOUNDS) {
      double below = totals.calls() > 0 && totals.averageSeconds() <= bound ? totals.calls() : 0;
      lines.append(bucket(entry.getKey(), Double.toString(bound), below));
    }
    lines.append(bucket(entry.getKey(), "+Inf", totals.calls()));
    String labels = labels(entry.getKey());
    lines.append("http_request_duration_seconds_sum{%s} %s\n".formatted(labels, totals.seconds()));
    lines.append("http_request_duration_seconds_count{%s} %s\n".formatted(labels, totals.calls()));
    return lines.toString();
  }

  private static String bucket(Route route, String bound, double count) {
    return "http_request_duration_seconds_bucket{%s,le=\"%s\"} %s\n"
        .formatted(labels(route), bound, count);
  }

  private static String labels(Route route) {
    return "method=\"%s\",endpoint=\"%s\"".formatted(route.method(), route.endpoint());
  }
}
