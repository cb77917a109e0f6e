package dev.tallyman.cli;

import dev.tallyman.doctor.Doctor;
import dev.tallyman.doctor.Finding;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
 * <p>Failure: what can't be looked at is a finding; any problem is exit code 1.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = {
      "Looks at the directory, its file system, files, workers and metrics, and at the archive."
          + " Changes nothing; neither workers nor a running aggregator notice.",
      "Exits with 0 if there is no problem, with 1 if there is one."
    },
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private DirectoryFlag directory = new DirectoryFlag();
  @Mixin private ArchiveDirectoryFlag archive = new ArchiveDirectoryFlag();

  @Option(names = "--json", description = "for programs")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws RefusedException, IOException {
    Map<String, String> environment = System.getenv();
    Path tallies = directory.in(environment).path();
    Path dead = archive.in(environment, tallies).path();
    List<Finding> findings = Doctor.examine(tallies, dead, Clock.systemUTC());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? DumpJson.of(findings) : text(findings));
    out.flush();
    boolean problem = findings.stream().anyMatch(each -> each.level() == Finding.Level.PROBLEM);
    return problem ? Main.EXIT_FAILED : Main.EXIT_OK;
  }

  /** A line for each finding. */
  private static String text(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding each : findings) {
      String line =
          String.format(
              Locale.ROOT,
              "%-7s  %-11s  %s",
              each.level().name().toLowerCase(Locale.ROOT),
              each.check(),
              each.text());
      text.append(line.replace('\n', ' '));
      if (!each.advice().isEmpty()) {
        text.append(" -> ").append(each.advice());
      }
      text.append('\n');
    }
    return text.toString();
  }
}
