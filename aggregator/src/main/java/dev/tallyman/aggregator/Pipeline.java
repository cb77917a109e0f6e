package dev.tallyman.aggregator;

import dev.tallyman.http.ScrapeListener;
import dev.tallyman.http.ScrapeReport;
import dev.tallyman.http.ScrapeSource;
import dev.tallyman.merge.Merger;
import dev.tallyman.model.FamilyView;
import dev.tallyman.scan.DirectoryScanner;
import dev.tallyman.scan.ScanResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One scrape: scan the directory, merge what the workers have recorded, hand it to the page.
 *
 * <p>Invariant: a worker is counted exactly once. It rests on the scanner, which knows every worker
 * by its random id and keeps counting one whose file was removed, and on a worker's new file naming
 * the one it replaces.
 *
 * <p>Threading: safe for all threads; scrapes take turns.
 *
 * <p>Failure: only a directory that can't be listed fails a scrape.
 */
final class Pipeline implements ScrapeSource, ScrapeListener, AutoCloseable {
  private final DirectoryScanner scanner;
  private final Merger merger = new Merger();
  private final SelfMetrics self = new SelfMetrics();

  Pipeline(Path directory) {
    this.scanner = new DirectoryScanner(directory);
  }

  @Override
  public synchronized void scrape(Consumer<List<? extends FamilyView>> page) {
    long start = System.nanoTime();
    ScanResult result;
    try {
      result = scanner.scan();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    self.scanned(result, System.nanoTime() - start);
    List<FamilyView> families = merger.merge(result.workers());
    self.merged(families, merger.conflicts());
    // Ours come first: where a worker has a metric of the same name, the page keeps the first.
    List<FamilyView> all = new ArrayList<>(self.read());
    all.addAll(families);
    page.accept(all);
  }

  /** Whether the directory can be scanned; never waits for a scrape. */
  boolean isReady() {
    return scanner.canList();
  }

  @Override
  public synchronized void scraped(ScrapeReport report) {
    self.scraped(report);
  }

  @Override
  public synchronized void close() throws IOException {
    scanner.close();
  }
}
