package dev.tallyman.dashboard;

import dev.tallyman.dashboard.history.Answers;
import dev.tallyman.dashboard.history.RangeClient;
import dev.tallyman.dashboard.history.Totals;
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

  private final LiveEvents events;
  private final List<Route> routes;

  ApiRoutes(DashboardConfig config, Executor executor, Scheduler scheduler) {
    Clock clock = Clock.systemUTC();
    String token = config.token();
    Aggregator aggregator =
        new Aggregator(config.aggregator(), executor, Aggregator.ANSWER_TIMEOUT);
    MergedPage page = new MergedPage(aggregator, token);
    RangeClient history = history(config, executor);
    events = new LiveEvents(new Pulse(page, clock), scheduler);
    routes =
        List.of(
            new Route("/metrics", new MetricsProxy(aggregator)),
            new Route("/api/v1/endpoints", new EndpointsApi(page)),
            guarded("/api/v1/summary", new SummaryApi(page, new Totals(history), clock), token),
            guarded("/api/v1/series", new SeriesApi(new Answers(history), clock), token),
            guarded("/api/v1/metrics", new CatalogueApi(page), token),
            guarded(
                "/api/v1/fleet",
                new FleetApi(page, aggregator.url(), whence(config, history)),
                token),
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

  /** The token is for the aggregator alone: a Prometheus elsewhere must not learn of it. */
  private static RangeClient history(DashboardConfig config, Executor executor) {
    URI prometheus = config.prometheus();
    return prometheus == null
        ? new RangeClient(config.aggregator(), config.token(), executor)
        : new RangeClient(prometheus, "", executor);
  }

  private static FleetApi.History whence(DashboardConfig config, RangeClient history) {
    return new FleetApi.History(
        config.prometheus() == null ? "aggregator" : "prometheus", history.source(), null);
  }
}
