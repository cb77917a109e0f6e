package dev.tallyman.scan;

import dev.tallyman.model.FileId;
import dev.tallyman.tally.TallyDirectory;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyHeader;
import dev.tallyman.tally.TallyReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Scans one directory again and again: a file is opened and its records are taken apart once, later
 * scans only read new records and the values. The counts of a worker that has died are handed over
 * to {@link DeadWorkers} in the scan that finds it dead.
 *
 * <p>Invariant: a worker that was counted once stays counted, here or there, so that no total goes
 * down. A file that was removed under a living worker is read on through its open channel, until
 * the worker's next file has taken all its counts over.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: only a directory that can't be listed fails a scan.
 */
public final class DirectoryScanner implements AutoCloseable {
  private static final System.Logger LOG =
      System.getLogger(DirectoryScanner.class.getPackageName());

  private final Path directory;
  private final DeadWorkers dead;
  private final BadFiles bad = new BadFiles();
  private final CountedFiles counted = new CountedFiles(bad);

  /** Files in sight whose counts others hold. */
  private final Map<Path, FileId> held = new HashMap<>();

  /** Files in sight that carry on although others hold their worker's counts. */
  private final Map<Path, FileId> carryingOn = new HashMap<>();

  /** A scanner of a directory, which need not exist yet. */
  public DirectoryScanner(Path directory, DeadWorkers dead) {
    this.directory = directory;
    this.dead = dead;
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
    held.keySet().retainAll(present);
    carryingOn.keySet().retainAll(present);
    counted.takeAwayRemoved(present);
    openNew(listing.files());
    List<SkippedFile> skipped = new ArrayList<>();
    counted.refresh(skipped);
    List<FileWorker> workers = new ArrayList<>(counted.onePerOrigin());
    workers.removeIf(worker -> isHandedOver(worker, skipped));
    skipped.addAll(bad.all());
    if (listing.overLimit() > 0) {
      skipped.add(
          new SkippedFile(
              directory, SkippedFile.TOO_MANY, "files over limit: " + listing.overLimit()));
    }
    return new ScanResult(workers, skipped);
  }

  /** Files in sight whose counts are held elsewhere, so that nobody needs them any more. */
  public Map<Path, FileId> held() {
    return Map.copyOf(held);
  }

  /** Files in sight of workers whose counts are held elsewhere: whoever holds them must know it. */
  public List<FileId> inSight() {
    List<FileId> all = new ArrayList<>(held.values());
    all.addAll(carryingOn.values());
    return all;
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

  /** All headers first: a file must not be handed over while another one carries it on. */
  private void openNew(List<Path> listed) {
    Map<Path, TallyHeader> headers = new LinkedHashMap<>();
    for (Path path : listed) {
      if (!counted.isKnown(path) && !held.containsKey(path) && bad.isWorthAnotherLook(path)) {
        trying(path, () -> headers.put(path, TallyHeader.of(path)));
      }
    }
    Map<UUID, Integer> filesOf = counted.filesByOrigin();
    headers.values().forEach(header -> filesOf.merge(header.origin(), 1, Integer::sum));
    headers.forEach(
        (path, header) -> {
          if (dead.generationHeld(header.origin()) >= 0) {
            trying(path, () -> leaveToHolder(path, header.fileId()));
          } else if (Integer.valueOf(1).equals(filesOf.get(header.origin()))) {
            trying(path, () -> openOnlyOne(path));
          } else {
            trying(path, () -> counted.openOneOfSeveral(path));
          }
        });
  }

  /**
   * A file of a worker whose counts were taken. One that carries on, since a copy was taken for it
   * or since its process lost the lock, can't be told from what was taken: it is left out, aloud.
   */
  private void leaveToHolder(Path path, FileId id) throws IOException, TallyFormatException {
    try (TallyReader reader = TallyReader.open(path)) {
      if (id.generation() > dead.generationHeld(id.origin()) || reader.isWriterAlive()) {
        carryingOn.put(path, id);
        bad.add(
            new SkippedFile(
                path, SkippedFile.HELD, "carries on after its worker was taken for dead: " + path));
      } else {
        held.put(path, id);
        carryingOn.remove(path);
        bad.remove(path);
      }
    }
  }

  /** Opens the only file of its worker; a dead one is read and let go at once. */
  private void openOnlyOne(Path path) throws IOException, TallyFormatException {
    FileWorker worker = FileWorker.open(path);
    bad.remove(path);
    if (worker.isOver()) {
      handOver(worker);
    } else {
      counted.add(path, worker);
    }
  }

  private boolean isHandedOver(FileWorker worker, List<SkippedFile> skipped) {
    try {
      if (!worker.isOver() || counted.isAnyOfOriginAlive(worker.origin())) {
        return false;
      }
      handOver(worker);
      return true;
    } catch (IOException e) {
      skipped.add(new SkippedFile(worker.reader().path(), SkippedFile.UNREADABLE, e.toString()));
      return false;
    }
  }

  /** What the worker began in later files, and did not settle, is in this one too. */
  private void handOver(FileWorker worker) {
    long generation = Math.max(worker.generation(), counted.lastGeneration(worker.origin()));
    // Never again, should anything that followed have failed, for lack of memory say.
    if (dead.generationHeld(worker.origin()) < 0) {
      dead.take(new FileId(worker.origin(), generation), worker);
    }
    held.put(worker.reader().path(), worker.reader().header().fileId());
    counted.removeOrigin(worker.origin()).forEach(held::put);
  }

  /** Work on one file. */
  private interface FileWork {
    void run() throws IOException, TallyFormatException;
  }

  private void trying(Path path, FileWork work) {
    try {
      work.run();
    } catch (NoSuchFileException e) {
      LOG.log(System.Logger.Level.DEBUG, "file went away while it was opened: file=" + path);
    } catch (TallyFormatException e) {
      bad.add(new SkippedFile(path, SkippedFile.label(e.reason()), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      bad.add(new SkippedFile(path, SkippedFile.UNREADABLE, e.toString()));
    }
  }

  @Override
  public void close() throws IOException {
    counted.close();
  }
}
