package dev.tallyman.cli;

import dev.tallyman.archive.ArchiveException;
import dev.tallyman.archive.ArchiveReset;
import dev.tallyman.supervisor.RefusedException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tallyman archive reset}: drops the archive, whatever state it is in.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: while an aggregator has the archive, or when nobody can be asked, it is refused.
 */
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = {
      "Drops what dead workers have counted, also from an archive that is damaged or of a later"
          + " version; the next aggregator begins a new one.",
      "Says what it drops, and asks. Totals go down by it: to Prometheus that is a counter reset."
    },
    footer = Main.FLAGS_WIN,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:dropped",
      "1:not dropped: the answer was no, or it failed",
      "2:refused: there is no archive, an aggregator has it, or there is nobody to ask"
    },
    sortOptions = false)
final class ArchiveResetCommand implements Callable<Integer> {
  @Mixin private ArchivePlace place = new ArchivePlace();

  @Option(names = "--yes", description = "don't ask")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws RefusedException, IOException {
    Path directory = place.in(System.getenv());
    Console console = terminal();
    try (ArchiveReset reset =
        ArchiveReset.begin(directory).orElseThrow(() -> ArchivePlace.none(directory))) {
      if (!yes && console == null) {
        throw new RefusedException("there is no terminal to ask at: --yes drops " + directory);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(directory + ": " + whatIsDropped(directory, reset));
      out.flush();
      if (!yes && !isConfirmed(console)) {
        out.println("nothing dropped");
        out.flush();
        return Main.EXIT_FAILED;
      }
      reset.drop();
      out.println("dropped");
      out.flush();
      return Main.EXIT_OK;
    }
  }

  /** On 22 to 24 there is a console without a terminal; who says nothing there says no. */
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console terminal() {
    return System.console();
  }

  private static String whatIsDropped(Path directory, ArchiveReset reset) throws IOException {
    try {
      return "drops " + DumpText.summary(ArchiveDump.of(directory, reset.contents()));
    } catch (ArchiveException e) {
      return "what it drops can't be told: " + DumpText.printable(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isConfirmed(@Nullable Console console) {
    String answer = console == null ? null : console.readLine("Drop it for good? [y/N] ");
    return answer != null
        && switch (answer.strip().toLowerCase(Locale.ROOT)) {
          case "y", "yes" -> true;
          default -> false;
        };
  }
}
