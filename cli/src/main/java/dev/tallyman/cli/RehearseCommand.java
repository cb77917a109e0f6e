package dev.tallyman.cli;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.dashboard.DashboardServer;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.FleetPlan;
import dev.tallyman.supervisor.Supervisor;
import dev.tallyman.supervisor.Timings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does once what all verbs do at their start, so that the JVM can write down which classes that
 * takes. The launcher makes a class-data-sharing archive of it.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: then there is no archive; nothing depends on one.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  private static final String LOOPBACK = "127.0.0.1";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logs.configure();
    Path directory = Files.createTempDirectory("tallyman-rehearsal");
    try {
      parse("up", "--workers", "2");
      parse("aggregator", "--port", "8001");
      serve(directory);
      supervise();
      return Main.EXIT_OK;
    } finally {
      delete(directory);
    }
  }

  private static void parse(String... arguments) {
    Main.commandLine(arguments).parseArgs(arguments);
  }

  private static void serve(Path directory) throws IOException {
    Path worker = Files.createDirectory(directory.resolve("worker"));
    Path seen = Files.createDirectory(directory.resolve("seen"));
    try (MetricRegistry registry = MetricRegistry.inDirectory(worker);
        Aggregator aggregator =
            Aggregator.start(
                new AggregatorConfig(
                    seen,
                    directory.resolve("archive"),
                    ArchiveRules.DEFAULT,
                    HistoryRules.DEFAULT,
                    LOOPBACK,
                    0,
                    null));
        DashboardServer dashboard =
            new DashboardServer(
                DashboardConfig.of(LOOPBACK, 0, at(aggregator.port(), "")), registry)) {
      dashboard.start();
      get(at(dashboard.port(), "/health"));
      // An aggregator leaves out what its own process writes, so it gets a copy.
      Path written = registry.tallyFile().orElseThrow();
      Files.copy(written, seen.resolve(written.getFileName()));
      get(at(aggregator.port(), "/-/ready"));
      get(at(aggregator.port(), "/metrics/"));
      get(at(dashboard.port(), "/metrics"));
      get(at(dashboard.port(), "/api/v1/endpoints"));
    }
  }

  private static void supervise() throws InterruptedException {
    ChildPlan idle = new ChildPlan("idle", List.of("cat"), Map.of(), ChildPlan.Kin.OURS);
    Supervisor supervisor =
        new Supervisor(new FleetPlan(idle, List.of(idle), List.of(), Timings.withGrace(1_000)));
    supervisor.stop();
    supervisor.run();
  }

  private static URI at(int port, String path) {
    return Address.of(LOOPBACK, port).local(path);
  }

  private static void get(URI address) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestProperty("Accept-Encoding", "gzip");
    try (InputStream body = connection.getInputStream()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
