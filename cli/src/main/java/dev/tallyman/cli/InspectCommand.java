package dev.tallyman.cli;

import dev.tallyman.supervisor.RefusedException;
import dev.tallyman.tally.TallyFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tallyman inspect}: what is in a tally file, or in a directory of them.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: a file that can't be read is exit code 1, unless it is one of a directory's: there it
 * is a line.
 */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = {
      "Prints a tally file, or lists a directory of them. Living workers don't notice.",
      "A file is live, dead (its counts are not in the archive yet), folded (they are, and it is to"
          + " be removed), unreadable, or foreign (Python's prometheus_client wrote it)."
    },
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE|DIR", description = "what to print")
  private String path;

  @Option(names = "--json", description = "for programs")
  private boolean json;

  @Mixin private ArchiveDirectoryFlag archive = new ArchiveDirectoryFlag();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws RefusedException, IOException {
    Path asked = Input.flag("FILE|DIR", path).path();
    if (!Files.exists(asked)) {
      throw new RefusedException(asked + ": no such file or directory");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (Files.isDirectory(asked)) {
      List<TallyDump.Summary> files = TallyDump.list(asked, folded(asked));
      out.print(json ? DumpJson.of(files) : DumpText.of(files));
    } else {
      try {
        Path parent = asked.toAbsolutePath().getParent();
        TallyDump dump = TallyDump.read(asked, folded(parent == null ? asked : parent));
        out.print(json ? DumpJson.of(dump) : DumpText.of(dump));
      } catch (TallyFormatException e) {
        String told = PythonFile.of(asked).map(file -> asked + ": " + file.told()).orElse("");
        throw new IOException(told.isEmpty() ? e.getMessage() : told, e);
      }
    }
    out.flush();
    return Main.EXIT_OK;
  }

  private FoldedFiles folded(Path tallies) throws RefusedException {
    return new FoldedFiles(
        archive.in(System.getenv(), tallies).path(), spec.commandLine().getErr());
  }
}
