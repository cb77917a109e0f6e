package dev.tallyman.scan;

import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scans one directory again and again: a file is opened and its records are taken apart once, later
 * scans only read new records and the values.
 *
 * <p>Invariant: a worker that was counted once stays counted for as long as this scanner lives, so
 * that no total goes down. A file that was removed under a living worker is read on through its
 * open channel, until the worker's next file has taken all its counts over.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: only a directory that can't be listed fails a scan.
 */
public final class DirectoryScanner implements AutoCloseable {
  private static final System.Logger LOG =
      System.getLogger(DirectoryScanner.class.getPackageName());

  private final Path directory;
  private final Map<Path, FileWorker> known = new HashMap<>();

  /** Workers whose path is gone. */
  private final List<FileWorker> removed = new ArrayList<>();

  private final BadFiles bad = new BadFiles();

  /** A scanner of a directory, which need not exist yet. */
  public DirectoryScanner(Path directory) {
    this.directory = directory;
  }

  /**
   * Looks at the directory and reads all that is new.
   *
   * @throws IOException if the directory is there but can't be listed
   */
  public ScanResult scan() throws IOException {
    TallyDirectory.Listing listing = TallyDirectory.list(directory);
    Set<Path> present = new HashSet<>(listing.files());
    bad.retain(present);
    takeAwayRemoved(present);
    for (Path path : listing.files()) {
      if (!known.containsKey(path) && bad.isWorthAnotherLook(path)) {
        open(path);
      }
    }
    List<SkippedFile> skipped = new ArrayList<>();
    known.values().forEach(worker -> refresh(worker, skipped));
    removed.forEach(worker -> refresh(worker, skipped));
    List<FileWorker> counted = onePerOrigin();
    skipped.addAll(bad.all());
    if (listing.overLimit() > 0) {
      skipped.add(
          new SkippedFile(
              directory, SkippedFile.TOO_MANY, "files over limit: " + listing.overLimit()));
    }
    return result(counted, skipped);
  }

  /** Whether the directory, if it is there, can be listed; safe for all threads. */
  public boolean canList() {
    try {
      TallyDirectory.checkListable(directory);
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "not ready", e);
      return false;
    }
  }

  private ScanResult result(List<FileWorker> workers, List<SkippedFile> skipped) {
    long dropped = 0;
    long overLimit = 0;
    long notOnDisk = 0;
    for (FileWorker worker : workers) {
      dropped += worker.reader().dropped();
      overLimit += worker.reader().overLimit();
      notOnDisk += worker.reader().notOnDisk();
    }
    return new ScanResult(workers, skipped, dropped, overLimit, notOnDisk);
  }

  private void takeAwayRemoved(Set<Path> present) {
    known
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !present.contains(entry.getKey());
              if (gone) {
                removed.add(entry.getValue());
              }
              return gone;
            });
  }

  /** Of the files of one worker the one that counts; those that it replaces are let go. */
  private List<FileWorker> onePerOrigin() {
    Map<UUID, FileWorker> last = new HashMap<>();
    Consumer<FileWorker> choose =
        worker ->
            last.merge(worker.origin(), worker, BinaryOperator.maxBy(FileWorker.BY_PRECEDENCE));
    known.values().forEach(choose);
    removed.forEach(choose);
    Predicate<FileWorker> isReplaced =
        worker -> {
          FileWorker counted = last.get(worker.origin());
          return counted != null && worker.isReplacedBy(counted);
        };
    known.values().removeIf(isReplaced);
    removed.removeIf(isReplaced);
    return List.copyOf(last.values());
  }

  private void open(Path path) {
    try {
      TallyReader reader = TallyReader.open(path);
      try {
        reader.refresh();
        take(path, reader);
      } catch (IOException | TallyFormatException e) {
        reader.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      LOG.log(System.Logger.Level.DEBUG, "file went away while it was opened: file=" + path);
    } catch (TallyFormatException e) {
      bad.add(new SkippedFile(path, SkippedFile.label(e.reason()), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      bad.add(new SkippedFile(path, SkippedFile.UNREADABLE, e.toString()));
    }
  }

  /** Counts a new file, unless it is a copy of one that is counted already. */
  private void take(Path path, TallyReader reader) throws IOException {
    FileWorker same = withId(reader.header().id());
    if (same == null || same.isLessThan(reader)) {
      if (same != null) {
        if (known.values().remove(same)) {
          bad.add(duplicate(same.reader().path(), path));
        }
        removed.remove(same);
        same.reader().close();
      }
      known.put(path, FileWorker.of(reader));
      bad.remove(path);
      return;
    }
    if (removed.remove(same)) {
      known.put(path, same);
      bad.remove(path);
    } else {
      bad.add(duplicate(path, same.reader().path()));
    }
    reader.close();
  }

  private static SkippedFile duplicate(Path path, Path counted) {
    return new SkippedFile(
        path, SkippedFile.DUPLICATE, "same worker as file=" + counted + ", file=" + path);
  }

  private @Nullable FileWorker withId(UUID id) {
    return Stream.concat(known.values().stream(), removed.stream())
        .filter(worker -> worker.worker().id().equals(id))
        .findAny()
        .orElse(null);
  }

  private void refresh(FileWorker worker, List<SkippedFile> skipped) {
    try {
      worker.refresh();
    } catch (TallyFormatException e) {
      skipped.add(
          keptAsItWas(worker, SkippedFile.label(e.reason()), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      skipped.add(keptAsItWas(worker, SkippedFile.UNREADABLE, e.toString()));
    }
  }

  private SkippedFile keptAsItWas(FileWorker worker, String reason, String message) {
    Path path = worker.reader().path();
    SkippedFile file = new SkippedFile(path, reason, message);
    if (worker.noteFault(message)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "file turned bad, its last good values are kept: " + message);
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    for (FileWorker worker : known.values()) {
      worker.reader().close();
    }
    for (FileWorker worker : removed) {
      worker.reader().close();
    }
  }
}
