package dev.tallyman.http;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves {@code /metrics}, {@code /metrics/}, {@code /-/healthy}, {@code /-/ready} and a landing
 * page.
 *
 * <pre>{@code
 * var settings = new ServerSettings("0.0.0.0", 8001, null, "1.0");
 * var served = new Served(source, () -> true, report -> {}, Map.of());
 * try (MetricsServer server = MetricsServer.start(settings, served)) {
 *   System.out.println("listening on " + server.port());
 * }
 * }</pre>
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: an address that can't be bound is a {@link BindException} that names it.
 */
public final class MetricsServer implements AutoCloseable {
  private static final int MAX_THREADS = 8;
  private static final int MIN_THREADS = 2;

  /** Longer than the usual minute between scrapes, so that scrapers can keep their connection. */
  private static final long IDLE_TIMEOUT_MILLIS = 75_000;

  /** How long a stop waits for connections on which nothing happens. */
  private static final long SHUTDOWN_IDLE_TIMEOUT_MILLIS = 100;

  private static final long STOP_TIMEOUT_MILLIS = 5_000;

  private final Server server;
  private final ServerConnector connector;
  private final Renderer renderer;
  private final Questions questions;

  private MetricsServer(
      Server server, ServerConnector connector, Renderer renderer, Questions questions) {
    this.server = server;
    this.connector = connector;
    this.renderer = renderer;
    this.questions = questions;
  }

  /**
   * Starts to listen.
   *
   * @throws BindException if the address can't be bound
   */
  public static MetricsServer start(ServerSettings settings, Served served) throws BindException {
    Server server = new Server(threads());
    ServerConnector connector = connector(server, settings);
    Renderer renderer = new Renderer(served.source(), served.listener());
    Questions questions = new Questions();
    server.addConnector(connector);
    server.setErrorHandler(new PlainErrors());
    server.setHandler(new GracefulHandler(router(settings, served, renderer, questions)));
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
    bind(connector, settings);
    MetricsServer started = new MetricsServer(server, connector, renderer, questions);
    try {
      server.start();
    } catch (Exception e) {
      started.close();
      throw new IllegalStateException("server does not start: " + settings, e);
    }
    return started;
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops listening, lets requests under way finish for a few seconds, and stops. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("server does not stop cleanly", e);
    } finally {
      renderer.close();
      questions.close();
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("tallyman-http");
    threads.setReservedThreads(0);
    return threads;
  }

  private static ServerConnector connector(Server server, ServerSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_TIMEOUT_MILLIS);
    return connector;
  }

  private static Router router(
      ServerSettings settings, Served served, Renderer renderer, Questions questions) {
    Answer landing = LandingPage.of(settings.version());
    Answer healthy = Answer.line(HttpStatus.OK_200, "healthy");
    Answer isReady = Answer.line(HttpStatus.OK_200, "ready");
    Answer notReady = Answer.line(HttpStatus.SERVICE_UNAVAILABLE_503, "not ready");
    Map<String, Endpoint> endpoints = new HashMap<>();
    Endpoint scrape = guarded(settings, new ScrapeEndpoint(renderer));
    endpoints.put("/metrics", scrape);
    endpoints.put("/metrics/", scrape);
    served
        .questions()
        .forEach(
            (path, source) ->
                endpoints.put(path, guarded(settings, new JsonEndpoint(path, source, questions))));
    endpoints.put("/", (request, response, callback) -> landing.send(response, callback));
    endpoints.put("/-/healthy", (request, response, callback) -> healthy.send(response, callback));
    endpoints.put(
        "/-/ready",
        (request, response, callback) ->
            (served.ready().getAsBoolean() ? isReady : notReady).send(response, callback));
    return new Router(endpoints);
  }

  private static Endpoint guarded(ServerSettings settings, Endpoint endpoint) {
    String token = settings.token();
    return token == null ? endpoint : new Guarded(new BearerToken(token), endpoint);
  }

  /** Before the server starts, whose own failure would log a stack trace. */
  private static void bind(ServerConnector connector, ServerSettings settings)
      throws BindException {
    try {
      connector.open();
    } catch (IOException | UnresolvedAddressException e) {
      BindException refused =
          new BindException(
              "can't listen: host=%s, port=%d: %s"
                  .formatted(settings.host(), settings.port(), reason(e)));
      refused.initCause(e);
      throw refused;
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
