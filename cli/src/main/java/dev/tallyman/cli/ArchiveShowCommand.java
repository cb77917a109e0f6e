package dev.tallyman.cli;

import dev.tallyman.supervisor.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tallyman archive show}: what is in the archive.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: an archive that can't be understood is exit code 1; none at all is refused.
 */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = "Shows what is in the archive. A running aggregator doesn't notice.",
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class ArchiveShowCommand implements Callable<Integer> {
  @Mixin private ArchivePlace place = new ArchivePlace();

  @Option(names = "--json", description = "for programs")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws RefusedException, IOException {
    Path directory = place.in(System.getenv());
    ArchiveDump dump = ArchiveDump.of(directory, ArchivePlace.read(directory));
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? DumpJson.of(dump) : DumpText.of(dump));
    out.flush();
    return Main.EXIT_OK;
  }
}
