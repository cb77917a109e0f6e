package dev.tallyman.scan;

import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scans one directory again and again: a file is opened and its records are taken apart once, later
 * scans only read new records and the values.
 *
 * <p>Invariant: a worker that was counted once stays counted for as long as this scanner lives, so
 * that no total goes down. A file that was removed under a living worker is read on through its
 * open channel, until the worker's next file appears, which names the one it replaces.
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

  /** Workers whose path is gone, or leads to another file by now. */
  private final List<FileWorker> removed = new ArrayList<>();

  private final Map<Path, Bad> bad = new HashMap<>();

  /** A bad file as it was when it was found bad; it is looked at again when it has changed. */
  private record Bad(SkippedFile file, long size, FileTime changed) {}

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
    bad.keySet().retainAll(present);
    takeAwayRemoved(present);
    for (Path path : listing.files()) {
      if (!known.containsKey(path) && isWorthAnotherLook(path)) {
        open(path);
      }
    }
    dropReplaced();
    List<SkippedFile> skipped = new ArrayList<>();
    List<FileWorker> workers = new ArrayList<>(known.values());
    workers.addAll(removed);
    for (FileWorker worker : workers) {
      refresh(worker, skipped);
    }
    bad.values().forEach(each -> skipped.add(each.file));
    if (listing.overLimit() > 0) {
      skipped.add(
          new SkippedFile(
              directory, SkippedFile.TOO_MANY, "files over limit: " + listing.overLimit()));
    }
    return result(workers, skipped);
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

  private void dropReplaced() throws IOException {
    Set<UUID> replaced = new HashSet<>();
    known.values().forEach(worker -> worker.replaces().ifPresent(replaced::add));
    removed.forEach(worker -> worker.replaces().ifPresent(replaced::add));
    List<FileWorker> gone = new ArrayList<>();
    known.values().removeIf(worker -> isReplaced(worker, replaced, gone));
    removed.removeIf(worker -> isReplaced(worker, replaced, gone));
    for (FileWorker worker : gone) {
      worker.reader().close();
    }
  }

  private static boolean isReplaced(FileWorker worker, Set<UUID> replaced, List<FileWorker> gone) {
    boolean isReplaced = replaced.contains(worker.worker().id());
    if (isReplaced) {
      gone.add(worker);
    }
    return isReplaced;
  }

  private void open(Path path) throws IOException {
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
      skip(path, SkippedFile.label(e.reason()), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      skip(path, SkippedFile.UNREADABLE, e.toString());
    }
  }

  /** Counts a new file, unless it is a copy of one that is counted already. */
  private void take(Path path, TallyReader reader) throws IOException {
    FileWorker same = withId(reader.header().id());
    if (same != null && (same.worker().live() || !reader.isWriterAlive())) {
      if (removed.remove(same)) {
        known.put(path, same);
      } else {
        skip(
            path,
            SkippedFile.DUPLICATE,
            "same worker as file=" + same.reader().path() + ", file=" + path);
      }
      reader.close();
      return;
    }
    if (same != null) {
      known.values().remove(same);
      removed.remove(same);
      same.reader().close();
    }
    known.put(path, FileWorker.of(reader));
    bad.remove(path);
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

  private void skip(Path path, String reason, String message) throws IOException {
    Bad before = bad.get(path);
    try {
      BasicFileAttributes now = attributes(path);
      bad.put(
          path,
          new Bad(new SkippedFile(path, reason, message), now.size(), now.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      bad.remove(path);
      return;
    }
    if (before == null || !before.file.message().equals(message)) {
      LOG.log(System.Logger.Level.WARNING, "file skipped: " + message);
    }
  }

  private boolean isWorthAnotherLook(Path path) throws IOException {
    Bad before = bad.get(path);
    if (before == null) {
      return true;
    }
    try {
      BasicFileAttributes now = attributes(path);
      return now.size() != before.size || !now.lastModifiedTime().equals(before.changed);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
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
