package dev.tallyman.cli;

import dev.tallyman.aggregator.Aggregator;
import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.supervisor.ChildPlan;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tallyman aggregator}: the aggregator alone.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: a port or a directory that can't be used is refused.
 */
@Command(
    name = "aggregator",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = "Merges all tally files of a directory and serves them to Prometheus.",
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class AggregatorCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "where to listen [PROMETHEUS_METRICS_PORT] (default: 8001)")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "the address to bind [PROMETHEUS_METRICS_HOST] (default: 0.0.0.0)")
  private @Nullable String host;

  @Mixin private DirectoryFlag directory = new DirectoryFlag();
  @Mixin private ArchiveFlags archive = new ArchiveFlags();
  @Mixin private HistoryFlags history = new HistoryFlags();
  @Mixin private TokenFlag token = new TokenFlag();
  @Mixin private GaugeModesFlag gaugeModes = new GaugeModesFlag();

  @Override
  public Integer call() throws RefusedException, IOException {
    return serve(Lifetime.ofItsOwn());
  }

  int serve(Lifetime lifetime) throws RefusedException, IOException {
    AggregatorConfig config = config(System.getenv());
    try (Aggregator aggregator = Aggregator.start(config)) {
      Address address = Address.of(config.host(), aggregator.port());
      System.out.println(ChildPlan.READY + address.shown("/metrics/"));
      return lifetime.awaitEnd();
    }
  }

  private AggregatorConfig config(Map<String, String> environment) throws RefusedException {
    Input hostAsked =
        Input.flag("--host", host)
            .orVariable(AggregatorConfig.HOST, environment)
            .orDefault(AggregatorConfig.DEFAULT_HOST);
    Input portAsked =
        Input.flag("--port", port)
            .orVariable(AggregatorConfig.PORT, environment)
            .orDefault(AggregatorConfig.DEFAULT_PORT);
    Input directoryAsked = directory.in(environment);
    ArchiveFlags.Archiving archiving = archive.in(environment, directoryAsked.path());
    AggregatorConfig config =
        new AggregatorConfig(
            directoryAsked.path(),
            archiving.directory(),
            archiving.rules(),
            history.in(environment),
            hostAsked.required(),
            portAsked.number(0, Input.PORT_LIMIT),
            token.in(environment).text(),
            gaugeModes.in(environment).rules());
    Preflight.requireWritableDirectory(directoryAsked.asked(), config.directory());
    archiving.requireWritable();
    Preflight.requireKnownHost(hostAsked.asked(), config.host());
    Preflight.requireFreePort(portAsked.asked(), config.host(), config.port());
    archiving.requireUnheld();
    return config;
  }
}
