package dev.tallyman.cli;

import dev.tallyman.archive.ArchiveHeldException;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Tallyman's command line.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: one line on standard error and an exit code as the package says.
 */
@Command(
    name = "tallyman",
    description = "N workers, one tally: one Prometheus endpoint for all worker processes.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    synopsisSubcommandLabel = "VERB")
public final class Main {
  static final String FLAGS_WIN = "%nA flag wins over the environment variable in brackets.";

  static final int EXIT_OK = 0;
  static final int EXIT_FAILED = 1;
  static final int EXIT_REFUSED = 2;

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    System.exit(exitCode);
  }

  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Main())
            // What follows the name of a program are that program's flags.
            .addSubcommand(new CommandLine(new UpCommand()).setStopAtPositional(true))
            .addSubcommand(new AggregatorCommand())
            .addSubcommand(new DashboardCommand())
            .addSubcommand(new InspectCommand())
            .addSubcommand(
                new CommandLine(new ArchiveCommand())
                    .addSubcommand(new ArchiveShowCommand())
                    .addSubcommand(new ArchiveExportCommand())
                    .addSubcommand(new ArchiveResetCommand()))
            .addSubcommand(new DemoCommand())
            .addSubcommand(new RehearseCommand());
    commandLine.setParameterExceptionHandler(Main::refuseParameters);
    commandLine.setExecutionExceptionHandler(Main::failed);
    return commandLine;
  }

  private static int refuseParameters(ParameterException e, String[] arguments) {
    CommandLine commandLine = e.getCommandLine();
    String verb = commandLine.getCommandSpec().qualifiedName();
    commandLine
        .getErr()
        .println(oneLine("tallyman: " + e.getMessage()) + " (see " + verb + " --help)");
    return EXIT_REFUSED;
  }

  private static int failed(Exception e, CommandLine commandLine, ParseResult parsed)
      throws Exception {
    if (e instanceof RefusedException || e instanceof ArchiveHeldException) {
      commandLine.getErr().println(oneLine("tallyman: " + e.getMessage()));
      return EXIT_REFUSED;
    }
    if (e instanceof IOException) {
      commandLine.getErr().println(oneLine("tallyman: " + e.getMessage()));
      return EXIT_FAILED;
    }
    throw e;
  }

  private static String oneLine(String message) {
    return message.replace('\n', ' ');
  }
}
