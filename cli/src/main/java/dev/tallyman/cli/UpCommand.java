package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.dashboard.DashboardConfig;
import dev.tallyman.supervisor.RefusedException;
import dev.tallyman.supervisor.Signals;
import dev.tallyman.supervisor.Supervisor;
import dev.tallyman.supervisor.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tallyman up}: one aggregator and N workers under a supervisor.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: refuses before anything is started what can't work; later failures are the {@link
 * Supervisor}'s.
 */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = {
      "Runs one aggregator and N workers: N copies of COMMAND, or N dashboard workers that share a"
          + " port.",
      "Prefixes their output and restarts what dies. SIGHUP replaces the workers one at a time;"
          + " SIGTERM or Ctrl-C ends all in order, a second one at once."
    },
    footer = Main.FLAGS_WIN,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended because it was asked to",
      "1:the fleet can't be held up: every worker, or the aggregator, dies again and again",
      "2:refused, before anything was started"
    },
    sortOptions = false)
final class UpCommand implements Callable<Integer> {
  @Option(names = "--workers", paramLabel = "N", description = "how many workers (default: 4)")
  private @Nullable String workers;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "what dashboard workers share (default: 8000)")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "what dashboard workers bind (default: 0.0.0.0)")
  private @Nullable String host;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "the aggregator's port [PROMETHEUS_METRICS_PORT] (default: 8001)")
  private @Nullable String metricsPort;

  @Option(
      names = "--metrics-host",
      paramLabel = "HOST",
      description = "the aggregator's address [PROMETHEUS_METRICS_HOST] (default: 0.0.0.0)")
  private @Nullable String metricsHost;

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "from SIGTERM to SIGKILL (default: 10)")
  private @Nullable String grace;

  @Mixin private PrometheusFlag prometheus = new PrometheusFlag();
  @Mixin private DirectoryFlag directory = new DirectoryFlag();
  @Mixin private ArchiveFlags archive = new ArchiveFlags();
  @Mixin private HistoryFlags history = new HistoryFlags();
  @Mixin private TokenFlag token = new TokenFlag();
  @Mixin private GaugeModesFlag gaugeModes = new GaugeModesFlag();
  @Mixin private SeriesLimitFlag maxSeries = new SeriesLimitFlag();

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "the workers' program")
  private List<String> command = List.of();

  @Override
  public Integer call() throws RefusedException, InterruptedException {
    Terminal terminal = new Terminal();
    Supervisor supervisor = new Supervisor(fleet(System.getenv()).plan());
    Signals.on("TERM", supervisor::stop);
    Signals.on("INT", supervisor::stop);
    Signals.on(
        "HUP",
        () -> {
          if (terminal.isClosed()) {
            supervisor.stop();
          } else {
            supervisor.roll();
          }
        });
    return supervisor.run();
  }

  private Fleet fleet(Map<String, String> environment) throws RefusedException {
    refuseForCommands("--port", port);
    refuseForCommands("--host", host);
    refuseForCommands(PrometheusFlag.NAME, prometheus.flag());
    Fleet.Listener dashboards =
        new Fleet.Listener(
            Input.flag("--host", host).orDefault(AggregatorConfig.DEFAULT_HOST),
            Input.flag("--port", port).orDefault(DashboardConfig.DEFAULT_PORT));
    Fleet.Listener aggregator =
        new Fleet.Listener(
            Input.flag("--metrics-host", metricsHost)
                .orVariable(AggregatorConfig.HOST, environment)
                .orDefault(AggregatorConfig.DEFAULT_HOST),
            Input.flag("--metrics-port", metricsPort)
                .orVariable(AggregatorConfig.PORT, environment)
                .orDefault(AggregatorConfig.DEFAULT_PORT));
    Fleet.Workers fleetWorkers =
        new Fleet.Workers(
            Input.flag("--workers", workers).orDefault(4).number(1, 1_000),
            command.isEmpty()
                ? new DashboardProgram(dashboards, prometheus.in(environment))
                : new CommandProgram(command),
            Input.flag("--grace", grace).orDefault(10).number(0, 86_400) * 1_000L);
    Input tallies = directory.in(environment);
    Fleet.Recording recording =
        new Fleet.Recording(
            tallies,
            archive.in(environment, tallies.path()),
            history.in(environment),
            gaugeModes.in(environment),
            maxSeries.in(environment),
            token.in(environment));
    return new Fleet(aggregator, fleetWorkers, recording, environment);
  }

  private void refuseForCommands(String flag, @Nullable String value) throws RefusedException {
    if (value != null && !command.isEmpty()) {
      throw new RefusedException(
          flag + " is for dashboard workers: a COMMAND listens where it chooses");
    }
  }
}
