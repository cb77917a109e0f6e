package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.dashboard.DashboardServer;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tallyman dashboard}: one dashboard worker alone.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: a port that can't be used is refused.
 */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = "Serves the dashboard API, as one worker of any number.",
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class DashboardCommand implements Callable<Integer> {
  @Option(names = "--port", paramLabel = "PORT", description = "where to listen (default: 8000)")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "the address to bind (default: 0.0.0.0)")
  private @Nullable String host;

  @Option(
      names = "--share-port",
      description = "let other dashboard workers listen on the same port")
  private boolean portShared;

  @Option(
      names = "--aggregator",
      paramLabel = "URL",
      description =
          "whom to ask; several, each with its own --aggregator, are shown as one fleet (default:"
              + " this host, at PROMETHEUS_METRICS_HOST and PROMETHEUS_METRICS_PORT)")
  private List<String> aggregators = List.of();

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "how long requests may take to finish at the end (default: 10)")
  private @Nullable String grace;

  @Mixin private PrometheusFlag prometheus = new PrometheusFlag();
  @Mixin private TokenFlag token = new TokenFlag();
  @Mixin private RecordingFlags recording = new RecordingFlags();

  /** One of several workers on a port; the rest is in the environment. */
  static DashboardCommand sharing(String host, String port, String grace) {
    DashboardCommand command = new DashboardCommand();
    command.portShared = true;
    command.host = host;
    command.port = port;
    command.grace = grace;
    return command;
  }

  @Override
  public Integer call() throws RefusedException, IOException {
    return serve(Lifetime.ofItsOwn());
  }

  int serve(Lifetime lifetime) throws RefusedException, IOException {
    Map<String, String> environment = System.getenv();
    Duration patience =
        Duration.ofSeconds(Input.flag("--grace", grace).orDefault(10).number(0, 86_400));
    MetricsConfig metrics = recording.in(environment);
    DashboardConfig config = config(environment).withWorkerName(metrics.workerName());
    try (MetricRegistry registry = MetricRegistry.of(metrics)) {
      DashboardServer server = new DashboardServer(config, registry);
      server.start();
      System.out.println(ChildPlan.READY + Address.of(config.host(), server.port()).shown("/"));
      int exitCode = lifetime.awaitEnd();
      server.stop(patience);
      return exitCode;
    }
  }

  private DashboardConfig config(Map<String, String> environment) throws RefusedException {
    Input portAsked = Input.flag("--port", port).orDefault(DashboardConfig.DEFAULT_PORT);
    Input hostAsked = Input.flag("--host", host).orDefault(AggregatorConfig.DEFAULT_HOST);
    DashboardConfig config =
        checked(
                hostAsked.required(),
                portAsked.number(0, Input.PORT_LIMIT),
                addresses(environment),
                token.in(environment).text())
            .withPrometheus(PrometheusFlag.address(prometheus.in(environment)));
    Preflight.requireKnownHost(hostAsked.asked(), config.host());
    if (portShared) {
      return config;
    }
    Preflight.requireFreePort(portAsked.asked(), config.host(), config.port());
    return config.withPortOfItsOwn();
  }

  private static DashboardConfig checked(
      String host, int port, List<URI> aggregators, @Nullable String token)
      throws RefusedException {
    try {
      return DashboardConfig.of(host, port, aggregators.get(0))
          .withAggregators(aggregators)
          .withToken(token == null ? "" : token);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private List<URI> addresses(Map<String, String> environment) throws RefusedException {
    if (aggregators.isEmpty()) {
      return List.of(URI.create(ofThisHost(environment)));
    }
    List<URI> addresses = new ArrayList<>();
    for (String aggregator : aggregators) {
      addresses.add(Input.flag("--aggregator", aggregator).address());
    }
    return addresses;
  }

  private static String ofThisHost(Map<String, String> environment) throws RefusedException {
    String host =
        Input.variable(AggregatorConfig.HOST, environment)
            .orDefault(AggregatorConfig.DEFAULT_HOST)
            .required();
    int port =
        Input.variable(AggregatorConfig.PORT, environment)
            .orDefault(AggregatorConfig.DEFAULT_PORT)
            .port();
    return Address.of(host, port).local("").toString();
  }
}
