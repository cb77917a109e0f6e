package dev.tallyman.cli;

import dev.tallyman.owner.HeldException;
import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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

  /** The verbs, in the order of the help, each with what makes its command line. */
  private static final Map<String, Supplier<CommandLine>> VERBS = new LinkedHashMap<>();

  static {
    // What follows the name of a program are that program's flags.
    VERBS.put("up", () -> new CommandLine(new UpCommand()).setStopAtPositional(true));
    VERBS.put("aggregator", () -> new CommandLine(new AggregatorCommand()));
    VERBS.put("dashboard", () -> new CommandLine(new DashboardCommand()));
    VERBS.put("top", () -> new CommandLine(new TopCommand()));
    VERBS.put("inspect", () -> new CommandLine(new InspectCommand()));
    VERBS.put("archive", Main::archive);
    VERBS.put("doctor", () -> new CommandLine(new DoctorCommand()));
    VERBS.put("demo", () -> new CommandLine(new DemoCommand()));
    VERBS.put("rehearse", () -> new CommandLine(new RehearseCommand()));
  }

  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = commandLine(arguments).execute(arguments);
    System.exit(exitCode);
  }

  /**
   * What understands these arguments. Of the verbs it knows the one that they begin with, since
   * reading the annotations of all would take a sixth of the aggregator's start; without one, all.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine commandLine = new CommandLine(new Main());
    String first = arguments.length == 0 ? "" : arguments[0];
    VERBS.forEach(
        (verb, made) -> {
          if (verb.equals(first) || !VERBS.containsKey(first)) {
            commandLine.addSubcommand(made.get());
          }
        });
    commandLine.setParameterExceptionHandler(Main::refuseParameters);
    commandLine.setExecutionExceptionHandler(Main::failed);
    return commandLine;
  }

  private static CommandLine archive() {
    return new CommandLine(new ArchiveCommand())
        .addSubcommand(new ArchiveShowCommand())
        .addSubcommand(new ArchiveExportCommand())
        .addSubcommand(new ArchiveResetCommand());
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
    if (e instanceof RefusedException || e instanceof HeldException) {
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
