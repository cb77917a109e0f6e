package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.archive.ArchiveRules;
import dev.tallyman.metrics.MetricsConfig;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import dev.tallyman.supervisor.Signals;
import dev.tallyman.supervisor.Supervisor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tallyman demo}: one of the five systems as a fleet, with traffic of its own.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: as {@link UpCommand}.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = {
      "Runs one of five small services as workers with an aggregator, and visitors that keep it"
          + " busy: chedweb, bricklayers, data20, digital-actors or kernelci.",
      "Its counts go on where they were when it is run again. Ctrl-C ends it."
    },
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final int WORKERS = 3;
  private static final int MOST_WORKERS = 64;
  private static final long GRACE_MILLIS = 10_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "which system")
  private String name = "";

  @Option(names = "--workers", paramLabel = "N", description = "how many workers (default: 3)")
  private @Nullable String workers;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "what the workers share (default: 8000; digital-actors: 8888)")
  private @Nullable String port;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "the aggregator's port [PROMETHEUS_METRICS_PORT] (default: 8001)")
  private @Nullable String metricsPort;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "tally files, archive and the service's own files (default: tallyman-demo-NAME in the"
              + " directory for temporary files)")
  private @Nullable String directory;

  @Mixin private HistoryFlags history = new HistoryFlags();
  @Mixin private GaugeModesFlag gaugeModes = new GaugeModesFlag();
  @Mixin private TokenFlag token = new TokenFlag();

  @Override
  public Integer call() throws RefusedException, InterruptedException {
    Demo demo = demo();
    Fleet fleet = fleet(demo, System.getenv());
    Supervisor supervisor = new Supervisor(fleet.plan());
    PrintWriter out = spec.commandLine().getOut();
    int servicePort = servicePort(demo).port();
    int page = fleet.aggregator().port().port();
    demo.sights(servicePort, page).forEach(sight -> out.println("tallyman: " + sight));
    out.flush();
    Signals.on("TERM", supervisor::stop);
    Signals.on("INT", supervisor::stop);
    return supervisor.run();
  }

  private Demo demo() throws RefusedException {
    for (Demo each : Demo.values()) {
      if (each.word().equals(name)) {
        return each;
      }
    }
    throw new RefusedException(
        "NAME=\"" + name + "\" is none of " + String.join(", ", Demo.words()));
  }

  private Fleet fleet(Demo demo, Map<String, String> environment) throws RefusedException {
    Input root =
        Input.flag("--dir", directory)
            .orDefault(
                Path.of(System.getProperty("java.io.tmpdir"), "tallyman-demo-" + demo.word()));
    Preflight.requireWritableDirectory(root.asked(), root.path());
    Input host = Input.flag("--host", null).orDefault(AggregatorConfig.DEFAULT_HOST);
    DemoProgram program =
        new DemoProgram(
            demo, new Fleet.Listener(host, servicePort(demo)), root.path().resolve("data"));
    Fleet.Recording recording =
        new Fleet.Recording(
            new Input(root.source(), root.path().resolve("tallies").toString()),
            new ArchiveFlags.Archiving(
                root.asked(),
                root.path().resolve("archive").toAbsolutePath(),
                ArchiveRules.DEFAULT),
            history.in(environment),
            gaugeModes.in(environment),
            MetricsConfig.DEFAULT_MAX_SERIES,
            token.in(environment));
    return new Fleet(
        new Fleet.Listener(
            host,
            Input.flag("--metrics-port", metricsPort)
                .orVariable(AggregatorConfig.PORT, environment)
                .orDefault(AggregatorConfig.DEFAULT_PORT)),
        new Fleet.Workers(
            Input.flag("--workers", workers).orDefault(WORKERS).number(1, MOST_WORKERS),
            program,
            GRACE_MILLIS),
        recording,
        environment);
  }

  private Input servicePort(Demo demo) {
    return Input.flag("--port", port).orDefault(demo.port());
  }
}
