package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.RangeClient;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The routes under {@code /api}, with what they need behind them.
 *
 * <p>Threading: immutable.
 */
final class ApiRoutes {
  static final String EVENTS = "/api/v1/events";
  static final String WORKERS = "/api/v1/workers";

  private final LiveEvents events;
  private final List<Route> routes;

  ApiRoutes(DashboardConfig config, Executor executor, Scheduler scheduler) {
    Clock clock = Clock.systemUTC();
    String token = config.token();
    List<Aggregator> aggregators =
        config.aggregators().stream()
            .map(address -> new Aggregator(address, executor, Aggregator.ANSWER_TIMEOUT))
            .toList();
    MergedPage page = new MergedPage(aggregators, token);
    List<RangeClient> history = history(config, executor);
    WorkersApi workers = new WorkersApi(aggregators, token);
    events = new LiveEvents(new Pulse(page, clock), scheduler);
    routes =
        List.of(
            new Route("/metrics", new MetricsProxy(aggregators)),
            new Route("/api/v1/endpoints", new EndpointsApi(page)),
            guarded("/api/v1/summary", new SummaryApi(page, history, clock), token),
            guarded("/api/v1/series", new SeriesApi(history, clock), token),
            guarded("/api/v1/metrics", new CatalogueApi(page), token),
            guarded(
                "/api/v1/fleet",
                new FleetApi(
                    page,
                    aggregators,
                    config.prometheus() == null ? null : history.get(0).source()),
                token),
            guarded(WORKERS, workers::list, token),
            guarded(WORKERS + Route.ALL_BELOW, workers::one, token),
            guarded(EVENTS, events, token),
            new Route("/api/openapi.json", new OpenApi()));
  }

  List<Route> routes() {
    return routes;
  }

  LiveEvents events() {
    return events;
  }

  private static Route guarded(String path, Route.Action action, String token) {
    return new Route(path, TokenGuard.before(action, token));
  }

  /** The token is for the aggregators alone: a Prometheus elsewhere must not learn of it. */
  private static List<RangeClient> history(DashboardConfig config, Executor executor) {
    URI prometheus = config.prometheus();
    return prometheus == null
        ? config.aggregators().stream()
            .map(address -> new RangeClient(address, config.token(), executor))
            .toList()
        : List.of(new RangeClient(prometheus, "", executor));
  }
}
