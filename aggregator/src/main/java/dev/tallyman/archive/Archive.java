package dev.tallyman.archive;

import dev.tallyman.model.FileId;
import dev.tallyman.model.WorkerReading;
import dev.tallyman.owner.Ownership;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps the counts of dead workers, each file's once.
 *
 * <p>A file's counts are folded in memory as soon as its worker is found dead, and stored later: a
 * scrape waits for no disk. Only when {@link #isStored} says so may the file be removed. Until then
 * a crash loses nothing: the file is read again, and what memory knew of it is gone.
 *
 * <p>Invariant: what stands in the store is exactly the counts of the files that it names.
 *
 * <p>Threading: one thread at a time, but for {@link #store}, {@link #openAgainIfRemoved} and
 * {@link #bytes}, which wait for the disk: one other thread may run them beside.
 *
 * <p>Failure: only opening and storing can fail, with an {@link ArchiveException}.
 */
public final class Archive implements AutoCloseable {
  /** For so long a file that comes back, from a back-up say, is known again. */
  private static final long FILES_KNOWN_MILLIS = Duration.ofDays(1).toMillis();

  private final ArchiveRules rules;
  private final Clock clock;
  private OpenStore store;
  private boolean allIsToBeStored;
  private final Totals totals = new Totals();
  private final Map<UUID, DeadWorker> dead = new HashMap<>();
  private List<DeadWorker> newDead = new ArrayList<>();
  private final Map<UUID, FoldedFile> files = new HashMap<>();
  private Map<UUID, FoldedFile> waiting = new LinkedHashMap<>();

  private Archive(ArchiveRules rules, Clock clock, OpenStore store) {
    this.rules = rules;
    this.clock = clock;
    this.store = store;
  }

  /**
   * Opens the archive of a directory, or begins one, and loads it.
   *
   * @throws dev.tallyman.owner.HeldException if another process holds it
   * @throws ArchiveException if it is damaged or of a later version
   * @throws IOException if the directory can't be used
   */
  public static Archive open(Path path, ArchiveRules rules, Clock clock) throws IOException {
    OpenStore store = OpenStore.open(new StoreDirectory(path));
    try {
      Archive archive = new Archive(rules, clock, store);
      archive.load();
      return archive;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Checks that no other process holds the archive of a directory now.
   *
   * @throws dev.tallyman.owner.HeldException if one does; the message says which
   * @throws IOException if that can't be found out
   */
  public static void requireUnheld(Path path) throws IOException {
    Ownership.requireNone(new StoreDirectory(path).place());
  }

  private void load() throws IOException {
    Stored stored = Stored.read(store.store());
    stored.dead().forEach(worker -> dead.put(worker.worker().id(), worker));
    stored.files().forEach(file -> files.put(file.id().origin(), file));
    totals.load(stored.totals(), stored.losses());
  }

  /** The generation of a worker's last file that was folded, or -1 if none was. */
  public long generationHeld(UUID origin) {
    FoldedFile file = files.get(origin);
    return file == null ? -1 : file.id().generation();
  }

  /** Folds the counts of a file that nobody writes any more. */
  public void fold(FileId file, WorkerReading last) {
    long now = clock.millis();
    totals.fold(last, now);
    DeadWorker gauges = DeadWorker.of(last, now);
    if (!gauges.series().isEmpty()) {
      dead.put(gauges.worker().id(), gauges);
      newDead.add(gauges);
    }
    FoldedFile folded = new FoldedFile(file, now, false);
    files.put(file.origin(), folded);
    waiting.put(file.origin(), folded);
  }

  /** What the dead come to, to be merged with the living. */
  public List<WorkerReading> readings() {
    List<WorkerReading> all = new ArrayList<>();
    all.add(totals);
    long now = clock.millis();
    for (DeadWorker worker : dead.values()) {
      if (!isOutlived(worker, now)) {
        all.add(worker);
      }
    }
    return all;
  }

  /**
   * Takes all that has to be stored by now. Afterwards comes {@link #store}, then {@link #stored}
   * or {@link #notStored}.
   *
   * @param living readings of all living workers
   * @param inSight files of folded workers that are there still, whatever becomes of them
   */
  public Fold begin(Collection<? extends WorkerReading> living, Collection<FileId> inSight) {
    long now = clock.millis();
    Duration expiry = rules.seriesExpiry();
    List<FoldedFile> forgotten = filesNotSeenSince(now - FILES_KNOWN_MILLIS, inSight);
    Fold fold =
        new Fold(
            new Fold.Changes(
                totals.takeChanges(),
                newDead,
                List.copyOf(waiting.values()),
                totals.losses(),
                expiry == null ? List.of() : totals.unusedSince(now - expiry.toMillis(), living),
                dead.values().stream().filter(worker -> isOutlived(worker, now)).toList(),
                forgotten));
    newDead = new ArrayList<>();
    waiting = new LinkedHashMap<>();
    return fold;
  }

  private List<FoldedFile> filesNotSeenSince(long millis, Collection<FileId> inSight) {
    Set<UUID> seen = new HashSet<>();
    inSight.forEach(file -> seen.add(file.origin()));
    return files.values().stream()
        .filter(file -> file.stored() && file.foldedMillis() < millis)
        .filter(file -> !seen.contains(file.id().origin()))
        .toList();
  }

  private boolean isOutlived(DeadWorker worker, long now) {
    return worker.isOutlived(now, rules.gaugeRetention().toMillis());
  }

  /**
   * Stores, all or nothing; when it returns, it is on disk.
   *
   * @param beforeCommit is run when all is written and nothing counts yet
   * @throws ArchiveException if it could not be stored
   */
  public void store(Fold fold, Runnable beforeCommit) throws IOException {
    store.checkInPlace();
    store
        .store()
        .write(
            change -> {
              fold.write(change);
              beforeCommit.run();
            });
  }

  /** What was begun has been stored. */
  public void stored(Fold fold) {
    Fold.Changes done = fold.changes();
    done.files().forEach(file -> files.replace(file.id().origin(), file, file.asStored()));
    done.forgotten().forEach(file -> files.remove(file.id().origin(), file));
    done.outlived().forEach(worker -> dead.remove(worker.worker().id(), worker));
    totals.remove(done.expired());
  }

  /** What was begun could not be stored, and is to be begun again. */
  public void notStored(Fold fold) {
    Fold.Changes undone = fold.changes();
    totals.giveBack(undone.totals());
    newDead.addAll(0, undone.newDead());
    undone.files().forEach(file -> waiting.put(file.id().origin(), file));
  }

  /**
   * Begins the store anew if somebody has removed it under this process.
   *
   * @return whether {@link #storeAll} has to follow, now or after another call
   * @throws ArchiveException if that can't be done
   */
  public boolean openAgainIfRemoved() throws IOException {
    if (!store.isInPlace()) {
      OpenStore again = store.openAgain();
      allIsToBeStored = true;
      store = again;
    }
    return allIsToBeStored;
  }

  /** Has all that is in memory stored by the next fold. */
  public void storeAll() {
    totals.changeAll();
    newDead = new ArrayList<>(dead.values());
    files.replaceAll((origin, file) -> new FoldedFile(file.id(), file.foldedMillis(), false));
    waiting = new LinkedHashMap<>(files);
    allIsToBeStored = false;
  }

  /** Whether it stands on disk that a file, or a later one of its worker, was folded. */
  public boolean isStored(FileId file) {
    FoldedFile folded = files.get(file.origin());
    return folded != null && folded.stored() && folded.id().generation() >= file.generation();
  }

  /** What the store takes on disk. */
  public long bytes() throws IOException {
    return store.store().bytes();
  }

  /** How it stands in memory. */
  public ArchiveStatus status() {
    OptionalLong oldest = waiting.values().stream().mapToLong(FoldedFile::foldedMillis).min();
    return new ArchiveStatus(totals.series().size(), waiting.size(), oldest);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
