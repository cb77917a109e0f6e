package dev.tallyman.aggregator;

import dev.tallyman.archive.Archive;
import dev.tallyman.archive.Fold;
import dev.tallyman.history.HistoryStatus;
import dev.tallyman.http.ScrapeListener;
import dev.tallyman.http.ScrapeReport;
import dev.tallyman.http.ScrapeSource;
import dev.tallyman.merge.GaugeRules;
import dev.tallyman.merge.Merger;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.FileId;
import dev.tallyman.model.GaugeModeRules;
import dev.tallyman.model.WorkerReading;
import dev.tallyman.scan.DirectoryScanner;
import dev.tallyman.scan.ScanResult;
import dev.tallyman.scan.ScannedWorker;
import dev.tallyman.workers.Roster;
import dev.tallyman.workers.WorkerInfo;
import dev.tallyman.workers.WorkerSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One scrape: scan the directory, merge what the living have recorded with what the archive has of
 * the dead, hand it to the page.
 *
 * <p>Invariant: a worker is counted exactly once. The scanner knows every worker by its random id;
 * in the scan that finds it dead its counts go to the archive, and both are read under one lock.
 *
 * <p>Threading: safe for all threads; scrapes take turns, and never wait for the disk of the
 * archive.
 *
 * <p>Failure: only a directory that can't be listed fails a scrape.
 */
final class Pipeline implements ScrapeSource, ScrapeListener, WorkerSource, AutoCloseable {
  private final Archive archive;
  private final Clock clock;
  private final GaugeRules rules;
  private final DirectoryScanner scanner;
  private final Merger merger = new Merger();
  private final SelfMetrics self = new SelfMetrics();
  private final Roster roster;

  Pipeline(Path directory, Archive archive, GaugeModeRules gaugeModes, Clock clock) {
    this.archive = archive;
    this.clock = clock;
    this.rules = new GaugeRules(gaugeModes);
    this.roster = new Roster(clock);
    this.scanner = new DirectoryScanner(directory, new DeadInArchive(archive, rules, roster));
  }

  @Override
  public synchronized void scrape(Consumer<List<? extends FamilyView>> page) {
    List<WorkerReading> all;
    try {
      all = new ArrayList<>(scan().workers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.addAll(archive.readings());
    List<? extends WorkerReading> ruled = rules.of(all);
    List<FamilyView> families = merger.merge(ruled, clock.millis());
    self.merged(families, merger.conflicts(), ruled);
    // Ours come first: where a worker has a metric of the same name, the page keeps the first.
    List<FamilyView> onPage = new ArrayList<>(self.read());
    onPage.addAll(families);
    page.accept(onPage);
  }

  private ScanResult scan() throws IOException {
    long start = System.nanoTime();
    ScanResult result = scanner.scan();
    self.scanned(result, System.nanoTime() - start);
    return result;
  }

  /** Looks for dead workers, and takes all that the archive has to store. */
  synchronized Fold beginFold() throws IOException {
    List<? extends WorkerReading> living = rules.ofSome(scan().workers());
    List<FileId> inSight = scanner.inSight();
    return WholeChange.of(() -> archive.begin(living, inSight));
  }

  /** Brings a fold to disk; scrapes go on meanwhile. */
  void store(Fold fold, Runnable beforeCommit) throws IOException {
    archive.store(fold, beforeCommit);
  }

  /** The fold is on disk. */
  synchronized void folded(Fold fold, long nanos) {
    WholeChange.of(() -> archive.stored(fold));
    self.archive().folded(fold.fileCount(), nanos);
  }

  /** The fold could not be stored. */
  synchronized void notFolded(Fold fold) {
    WholeChange.of(() -> archive.notStored(fold));
    self.archive().failed();
  }

  /** Brings the archive's store back if somebody has removed it; scrapes go on meanwhile. */
  void restoreArchive() throws IOException {
    if (archive.openAgainIfRemoved()) {
      synchronized (this) {
        archive.storeAll();
      }
    }
  }

  /** Files that nobody needs any more. */
  synchronized Map<Path, FileId> removableFiles() {
    Map<Path, FileId> removable = new HashMap<>(scanner.held());
    removable.values().removeIf(file -> !archive.isStored(file));
    return removable;
  }

  @Override
  public synchronized List<WorkerInfo> workers() throws IOException {
    return roster.list(scan().workers(), archive::isStored);
  }

  @Override
  public synchronized void read(UUID id, Consumer<ScannedWorker> visitor) throws IOException {
    scan().workers().stream()
        .filter(worker -> worker.header().origin().equals(id))
        .findAny()
        .ifPresent(visitor);
  }

  /** Says how the archive stands; scrapes go on while the disk is asked. */
  void reportArchive() throws IOException {
    long bytes = archive.bytes();
    synchronized (this) {
      self.archive().report(archive.status(), bytes, scanner.held().size());
    }
  }

  /** A sample was stored in the history. */
  synchronized void sampled(long nanos) {
    self.history().sampled(nanos);
  }

  /** A sample could not be taken, or not be stored. */
  synchronized void notSampled() {
    self.history().failed();
  }

  /** Says how the history stands. */
  synchronized void reportHistory(HistoryStatus status, int timesSetAside) {
    self.history().report(status, timesSetAside);
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
    archive.close();
  }
}
