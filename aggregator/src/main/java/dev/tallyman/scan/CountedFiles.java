package dev.tallyman.scan;

import dev.tallyman.model.FileId;
import dev.tallyman.tally.TallyFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a scanner reads again at every scan. Of one worker there may be several, after its
 * directory was wiped, moved or copied; one of them counts.
 *
 * <p>Threading: one thread at a time.
 */
final class CountedFiles implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CountedFiles.class.getPackageName());

  private final BadFiles bad;
  private final Map<Path, FileWorker> known = new HashMap<>();

  /** Those whose path is gone. */
  private final List<FileWorker> removed = new ArrayList<>();

  /** Copies go to the bad ones. */
  CountedFiles(BadFiles bad) {
    this.bad = bad;
  }

  boolean isKnown(Path path) {
    return known.containsKey(path);
  }

  void add(Path path, FileWorker worker) {
    known.put(path, worker);
  }

  /** How many files there are of each worker. */
  Map<UUID, Integer> filesByOrigin() {
    Map<UUID, Integer> files = new HashMap<>();
    all().forEach(worker -> files.merge(worker.origin(), 1, Integer::sum));
    return files;
  }

  void takeAwayRemoved(Set<Path> present) {
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

  /** Counts a new file, unless it is a copy of one that is counted already. */
  void openOneOfSeveral(Path path) throws IOException, TallyFormatException {
    FileWorker worker = FileWorker.open(path);
    FileWorker same = withId(worker.worker().id());
    if (same == null || same.isLessThan(worker)) {
      if (same != null) {
        if (known.values().remove(same)) {
          bad.add(duplicate(same.reader().path(), path));
        }
        removed.remove(same);
        same.reader().close();
      }
      known.put(path, worker);
      bad.remove(path);
      return;
    }
    if (removed.remove(same)) {
      known.put(path, same);
      bad.remove(path);
    } else {
      bad.add(duplicate(path, same.reader().path()));
    }
    worker.reader().close();
  }

  void refresh(List<SkippedFile> skipped) {
    all().forEach(worker -> refresh(worker, skipped));
  }

  /**
   * Of the files of each worker the one that counts, together with those that are not settled yet;
   * those that it replaces are let go.
   */
  List<FileWorker> onePerOrigin() {
    Map<UUID, FileWorker> one = new HashMap<>();
    Map<UUID, NavigableMap<Long, FileWorker>> several = new HashMap<>();
    all()
        .forEach(
            worker -> {
              FileWorker other = one.putIfAbsent(worker.origin(), worker);
              if (other != null) {
                NavigableMap<Long, FileWorker> files =
                    several.computeIfAbsent(worker.origin(), origin -> new TreeMap<>());
                files.put(other.generation(), other);
                files.put(worker.generation(), worker);
              }
            });
    several.forEach((origin, files) -> one.put(origin, countingOne(files)));
    one.forEach((origin, worker) -> worker.countWith(laterThan(worker, several.get(origin))));
    return new ArrayList<>(one.values());
  }

  /**
   * The last file, or the one before if that is not settled and the one before is there, and so on.
   */
  private FileWorker countingOne(NavigableMap<Long, FileWorker> byGeneration) {
    FileWorker counts = byGeneration.lastEntry().getValue();
    FileWorker before = byGeneration.get(counts.generation() - 1);
    while (!counts.isSettled() && before != null) {
      counts = before;
      before = byGeneration.get(counts.generation() - 1);
    }
    Collection<FileWorker> replaced = byGeneration.headMap(counts.generation()).values();
    known.values().removeAll(replaced);
    removed.removeAll(replaced);
    replaced.forEach(CountedFiles::letGo);
    return counts;
  }

  private static void letGo(FileWorker worker) {
    try {
      worker.reader().close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "not closed: file=" + worker.reader().path(), e);
    }
  }

  private static List<FileWorker> laterThan(
      FileWorker worker, @Nullable NavigableMap<Long, FileWorker> files) {
    return files == null
        ? List.of()
        : List.copyOf(files.tailMap(worker.generation(), false).values());
  }

  boolean isAnyOfOriginAlive(UUID origin) {
    return ofOrigin(origin).anyMatch(worker -> worker.worker().live());
  }

  /** The last generation of a worker's files, or -1 if there is none. */
  long lastGeneration(UUID origin) {
    return ofOrigin(origin).mapToLong(FileWorker::generation).max().orElse(-1);
  }

  /** Lets all files of a worker go, and says which of them are in sight. */
  Map<Path, FileId> removeOrigin(UUID origin) {
    Map<Path, FileId> inSight = new HashMap<>();
    known.forEach(
        (path, worker) -> {
          if (worker.origin().equals(origin)) {
            inSight.put(path, worker.reader().header().fileId());
          }
        });
    known.keySet().removeAll(inSight.keySet());
    removed.removeIf(worker -> worker.origin().equals(origin));
    return inSight;
  }

  private Stream<FileWorker> all() {
    return Stream.concat(known.values().stream(), removed.stream());
  }

  private Stream<FileWorker> ofOrigin(UUID origin) {
    return all().filter(worker -> worker.origin().equals(origin));
  }

  private @Nullable FileWorker withId(UUID id) {
    return all().filter(worker -> worker.worker().id().equals(id)).findAny().orElse(null);
  }

  private static SkippedFile duplicate(Path path, Path counted) {
    return new SkippedFile(
        path, SkippedFile.DUPLICATE, "same worker as file=" + counted + ", file=" + path);
  }

  private static void refresh(FileWorker worker, List<SkippedFile> skipped) {
    try {
      worker.refresh();
      int passedOver = worker.reader().familiesPassedOver();
      if (passedOver > 0) {
        skipped.add(leftOutInPart(worker, passedOver));
      }
    } catch (TallyFormatException e) {
      skipped.add(
          keptAsItWas(worker, SkippedFile.label(e.reason()), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      skipped.add(keptAsItWas(worker, SkippedFile.UNREADABLE, e.toString()));
    }
  }

  private static SkippedFile leftOutInPart(FileWorker worker, int families) {
    Path path = worker.reader().path();
    String message =
        "metrics of types that this release does not know: " + families + ", file=" + path;
    if (worker.noteFault(message)) {
      LOG.log(System.Logger.Level.WARNING, "left out and kept in the file: " + message);
    }
    return new SkippedFile(
        path, SkippedFile.label(TallyFormatException.Reason.UNKNOWN_VERSION), message);
  }

  private static SkippedFile keptAsItWas(FileWorker worker, String reason, String message) {
    if (worker.noteFault(message)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "file turned bad, its last good values are kept: " + message);
    }
    return new SkippedFile(worker.reader().path(), reason, message);
  }

  @Override
  public void close() throws IOException {
    for (FileWorker worker : all().toList()) {
      worker.reader().close();
    }
  }
}
