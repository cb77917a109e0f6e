package dev.tallyman.cli;

import dev.tallyman.aggregator.AggregatorConfig;
import dev.tallyman.aggregator.Version;
import dev.tallyman.doctor.Doctor;
import dev.tallyman.doctor.Finding;
import dev.tallyman.doctor.Subject;
import dev.tallyman.supervisor.Preflight;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tallyman doctor}: what is wrong, or soon will be, and what to do about it.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: what can't be looked at is a finding; any problem is exit code 1, and what was asked
 * for wrongly is 2.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = {
      "Looks at the directory, its file system, files, workers and metrics, and at the archive,"
          + " and asks the aggregator for its page. Changes nothing; workers don't notice.",
      "Give it the variables, or flags, that the aggregator and the workers have."
    },
    footer = Main.FLAGS_WIN,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no problem; there may be notes",
      "1:a problem: counts are left out, are in danger, or can't be seen by anybody",
      "2:refused, before anything was looked at: a flag or a variable makes no sense"
    },
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private DirectoryFlag directory = new DirectoryFlag();
  @Mixin private ArchiveDirectoryFlag archive = new ArchiveDirectoryFlag();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "where the aggregator listens [PROMETHEUS_METRICS_PORT] (default: 8001)")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "the address it binds [PROMETHEUS_METRICS_HOST] (default: 0.0.0.0)")
  private @Nullable String host;

  @Mixin private TokenFlag token = new TokenFlag();

  @Mixin private GaugeModesFlag gaugeModes = new GaugeModesFlag();
  @Mixin private SeriesLimitFlag maxSeries = new SeriesLimitFlag();

  @Option(
      names = "--json",
      description =
          "for programs: a list of findings, each with level (ok, note or problem), check (what was"
              + " looked at), text (what was found) and advice (what to do, or empty)")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws RefusedException, IOException {
    Map<String, String> environment = System.getenv();
    List<Finding> findings = Doctor.examine(subject(environment), Clock.systemUTC());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? DumpJson.of(findings) : text(findings));
    out.flush();
    boolean problem = findings.stream().anyMatch(each -> each.level() == Finding.Level.PROBLEM);
    return problem ? Main.EXIT_FAILED : Main.EXIT_OK;
  }

  private Subject subject(Map<String, String> environment) throws RefusedException {
    Path tallies = directory.in(environment).path();
    Input hostAsked =
        Input.flag("--host", host)
            .orVariable(AggregatorConfig.HOST, environment)
            .orDefault(AggregatorConfig.DEFAULT_HOST);
    int portAsked =
        Input.flag("--port", port)
            .orVariable(AggregatorConfig.PORT, environment)
            .orDefault(AggregatorConfig.DEFAULT_PORT)
            .port();
    Preflight.requireKnownHost(hostAsked.asked(), hostAsked.required());
    return new Subject(
        tallies,
        archive.in(environment, tallies).path(),
        Address.of(hostAsked.required(), portAsked).local(""),
        token.in(environment).text(),
        Version.current(),
        gaugeModes.in(environment).rules(),
        maxSeries.in(environment));
  }

  /** A line for each finding. */
  private static String text(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding each : findings) {
      String line =
          String.format(
              Locale.ROOT, "%-7s  %-11s  %s", each.level().word(), each.check(), each.text());
      text.append(DumpText.printable(line));
      if (!each.advice().isEmpty()) {
        text.append(" -> ").append(DumpText.printable(each.advice()));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
