package dev.tallyman.dashboard;

import dev.tallyman.metrics.MetricRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A dashboard worker with a slow route, as the tests start it: port, aggregator, grace in seconds.
 */
final class DashboardMain {
  /** Longer than idle connections are kept by a worker that drains. */
  private static final long SLOW_MILLIS = 2500;

  private DashboardMain() {}

  public static void main(String[] args) throws Exception {
    DashboardConfig config =
        DashboardConfig.of("127.0.0.1", Integer.parseInt(args[0]), URI.create(args[1]))
            .withWorkerName("w-" + ProcessHandle.current().pid());
    DashboardServer server =
        new DashboardServer(
            config, MetricRegistry.defaultRegistry(), List.of(new Route("/slow", r -> slow())));
    server.start();
    server.drainAtExit(Duration.ofSeconds(Integer.parseInt(args[2])));
    System.out.println("listening " + server.port());
    server.join();
  }

  private static CompletableFuture<Reply> slow() {
    System.out.println("slow begun");
    return CompletableFuture.supplyAsync(
        () -> Reply.text("slow"),
        CompletableFuture.delayedExecutor(SLOW_MILLIS, TimeUnit.MILLISECONDS));
  }
}
