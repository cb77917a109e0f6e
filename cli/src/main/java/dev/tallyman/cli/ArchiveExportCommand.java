package dev.tallyman.cli;

import dev.tallyman.archive.ArchiveContents;
import dev.tallyman.exposition.Format;
import dev.tallyman.exposition.NameFilter;
import dev.tallyman.exposition.Page;
import dev.tallyman.exposition.PageWriter;
import dev.tallyman.supervisor.RefusedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code tallyman archive export}: the folded totals as a page that Prometheus' tools read.
 *
 * <p>Threading: one run in a process.
 *
 * <p>Failure: as {@link ArchiveShowCommand}; also if the page can't be written in full.
 */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description =
        "Writes the folded totals, and the gauges that are kept, to standard output as Prometheus"
            + " text. A running aggregator doesn't notice.",
    footer = Main.FLAGS_WIN,
    sortOptions = false)
final class ArchiveExportCommand implements Callable<Integer> {
  @Mixin private ArchivePlace place = new ArchivePlace();

  @Option(names = "--openmetrics", description = "as OpenMetrics text")
  private boolean openMetrics;

  @Override
  public Integer call() throws RefusedException, IOException {
    Logs.configure();
    ArchiveContents contents = ArchivePlace.read(place.in(System.getenv()));
    Page page = new Page();
    // Of a metric with two definitions the page has the first; a log line says so.
    int unused =
        new PageWriter()
            .write(
                openMetrics ? Format.OPEN_METRICS : Format.TEXT,
                contents.families(),
                NameFilter.EVERYTHING,
                page);
    // Not System.out, which hides a full disk behind it.
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      page.writeTo(out);
    }
    return Main.EXIT_OK;
  }
}
