package dev.tallyman.examples.service;

import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.instrumentation.http.HttpMetricsHandler;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * A worker's web server. All workers listen on one port, and the kernel spreads connections over
 * them.
 *
 * <p>Every one has {@code /health}, and {@code /metrics} with what the aggregator has of all.
 *
 * <p>Threading: started and stopped by one thread.
 */
public final class WebServer {
  private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
  private static final int THREADS = 24;
  private static final int IDLE_THREADS = 4;

  private final Server server;

  /** A server that does not listen yet, for what the worker has opened. */
  public WebServer(Worker worker) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS);
    threads.setName("web");
    this.server = new Server(threads);
    Routes routes = worker.routes();
    Action page = new MetricsPage(aggregator(System.getenv()));
    routes
        .add("GET", "/health", call -> Reply.json(Map.of("status", "ok")))
        .add("GET", "/metrics", page)
        .add("GET", "/metrics/", page);
    Handler handler = new GracefulHandler(withWebSockets(routes));
    HttpMetrics metrics = worker.requests();
    server.setHandler(
        metrics == null ? handler : new HttpMetricsHandler(metrics, routes::nameOf, handler));
  }

  private static URI aggregator(Map<String, String> environment) {
    return URI.create(
        "http://127.0.0.1:"
            + environment.getOrDefault("PROMETHEUS_METRICS_PORT", "8001")
            + "/metrics");
  }

  private Handler withWebSockets(Routes routes) {
    Map<String, Supplier<?>> endpoints = routes.webSockets();
    if (endpoints.isEmpty()) {
      return routes;
    }
    WebSocketUpgradeHandler upgrades =
        WebSocketUpgradeHandler.from(
            server,
            container ->
                endpoints.forEach(
                    (path, endpoint) ->
                        container.addMapping(
                            path, (request, response, callback) -> endpoint.get())));
    upgrades.setHandler(routes);
    return upgrades;
  }

  /**
   * Listens and serves.
   *
   * @throws Exception if it can't
   */
  public void start(String host, int port) throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setReusePort(true);
    server.addConnector(connector);
    server.start();
  }

  /** Takes no more connections, and lets running requests finish if they are quick. */
  public void stop(Duration grace) {
    server.setStopTimeout(grace.toMillis());
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.log(
          System.Logger.Level.WARNING, "requests were cut off: graceSeconds=" + grace.toSeconds());
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "the web server did not stop in order", e);
    }
  }
}
