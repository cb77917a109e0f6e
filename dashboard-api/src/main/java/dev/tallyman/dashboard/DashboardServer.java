package dev.tallyman.dashboard;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.instrumentation.http.HttpMetricsHandler;
import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One worker of the dashboard API. Any number of them, each in a process of its own, may share a
 * port: the kernel spreads new connections over them.
 *
 * <pre>{@code
 * DashboardConfig config = DashboardConfig.of("0.0.0.0", 8000, URI.create("http://127.0.0.1:8001"));
 * DashboardServer server = new DashboardServer(config, MetricRegistry.defaultRegistry());
 * server.start();
 * server.drainAtExit(Duration.ofSeconds(10));
 * server.join();
 * }</pre>
 *
 * <p>Threading: {@link #start} once; the rest is safe for all threads.
 *
 * <p>Failure: a port that is taken, or an address that is not of this host, is an {@link
 * IOException} that names host and port. The aggregator need not be there: routes that need it
 * answer 502 until it is.
 */
public final class DashboardServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DashboardServer.class.getPackageName());
  private static final int THREADS = 16;
  private static final int IDLE_THREADS = 4;
  private static final int BACKLOG = 128;

  /** For so long after the end is asked for, requests on open connections are still answered. */
  private static final Duration TURNOVER = Duration.ofSeconds(2);

  private final DashboardConfig config;
  private final Server server;
  private final WatchedConnector connector;
  private final Turnover turnover;
  private final LiveEvents events;

  /** A worker that records what it serves in the registry. It does not listen yet. */
  public DashboardServer(DashboardConfig config, MetricRegistry registry) {
    this(config, registry, List.of());
  }

  DashboardServer(DashboardConfig config, MetricRegistry registry, List<Route> moreRoutes) {
    this.config = config;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS);
    threads.setName("dashboard");
    this.server = new Server(threads);
    this.connector = connector();
    server.addConnector(connector);
    server.setErrorHandler(new ProblemPages());
    ApiRoutes api = new ApiRoutes(config, threads, server.getScheduler());
    this.events = api.events();
    List<Route> routes = routes(api);
    routes.addAll(moreRoutes);
    Router router = new Router(routes);
    Handler answering = new GracefulHandler(router);
    // The metrics come first, so that refusals of a draining worker are recorded too.
    this.turnover =
        new Turnover(
            connector,
            new StreamsUncounted(
                new HttpMetricsHandler(HttpMetrics.register(registry), router::nameOf, answering),
                answering));
    server.setHandler(turnover);
  }

  /**
   * Listens and serves.
   *
   * @throws IOException if it can't listen; the message names host and port
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      stop(Duration.ZERO);
      throw new IOException(
          "cannot listen: host=" + config.host() + ", port=" + config.port() + ": " + reason(e), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Waits until the server is stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Stops as {@link #stop} does when the JVM ends, by SIGTERM for example. */
  public void drainAtExit(Duration grace) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(grace), "dashboard-drain"));
  }

  /**
   * Stops: listens no more; answers what comes on connections that are there already, closing each
   * with its answer; and then those that stay quiet.
   *
   * @param grace how long running requests may take; they are cut off then
   * @return whether all of them finished
   */
  public boolean stop(Duration grace) {
    long deadline = System.nanoTime() + grace.toNanos();
    // They would not end by themselves.
    events.close();
    try {
      if (connector.isRunning() && !grace.isZero()) {
        turnover.await(Math.min(deadline, System.nanoTime() + TURNOVER.toNanos()));
      }
      long left = Math.max(0, deadline - System.nanoTime());
      server.setStopTimeout(TimeUnit.NANOSECONDS.toMillis(left));
      server.stop();
      return true;
    } catch (TimeoutException e) {
      LOG.log(
          System.Logger.Level.WARNING, "requests were cut off: graceSeconds=" + grace.toSeconds());
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "the dashboard did not stop in order", e);
    }
    return false;
  }

  /** Stops without waiting for running requests. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private WatchedConnector connector() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    WatchedConnector made = new WatchedConnector(server, new HttpConnectionFactory(http));
    made.setHost(config.host());
    made.setPort(config.port());
    made.setInheritChannel(config.portShared() && isInherited());
    made.setReusePort(config.portShared());
    made.setAcceptQueueSize(BACKLOG);
    made.setShutdownIdleTimeout(TURNOVER.toMillis() - Turnover.HEADS_MILLIS);
    return made;
  }

  /** Whether whoever started this process listens already, for all workers together. */
  private static boolean isInherited() {
    try {
      return System.inheritedChannel() instanceof ServerSocketChannel;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "standard input is a socket of no use", e);
      return false;
    }
  }

  private List<Route> routes(ApiRoutes api) {
    List<Route> routes = new ArrayList<>(api.routes());
    routes.add(Route.fixed("/health", health()));
    routes.addAll(new Page().routes());
    return routes;
  }

  /** Written by hand: Jackson's writer must not be loaded for the first answer. */
  private Reply health() {
    String name = new String(JsonStringEncoder.getInstance().quoteAsString(config.workerName()));
    long pid = ProcessHandle.current().pid();
    String body = "{\"status\":\"ok\",\"pid\":" + pid + ",\"worker\":\"" + name + "\"}";
    return Reply.json(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String reason(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof UnresolvedAddressException || cause.getMessage() == null
        ? "unknown host"
        : cause.getMessage();
  }

  /** A stream that was open for an hour was no slow request: it must not be in the averages. */
  private static final class StreamsUncounted extends Handler.Wrapper {
    private final Handler uncounted;

    StreamsUncounted(Handler counted, Handler uncounted) {
      super(counted);
      this.uncounted = uncounted;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return Request.getPathInContext(request).equals(ApiRoutes.EVENTS)
          ? uncounted.handle(request, response, callback)
          : super.handle(request, response, callback);
    }
  }
}
