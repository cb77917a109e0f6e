package dev.tallyman.scan;

import dev.tallyman.model.LossCounts;
import dev.tallyman.model.Worker;
import dev.tallyman.tally.TallyFormatException;
import dev.tallyman.tally.TallyHeader;
import dev.tallyman.tally.TallyReader;
import dev.tallyman.tally.TallySeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A worker whose tally file was opened once and is read again at every scan.
 *
 * <p>When the writer's lock is free its memory is gone, so one more whole reading is the last: then
 * the file is closed and the values stay. One that fails is tried again, with the file kept open.
 */
final class FileWorker implements ScannedWorker {
  private final TallyReader reader;
  private Worker worker;
  private boolean sound;
  private boolean deadForLong;

  /** Files that the worker has gone over to and that are not settled yet. */
  private List<FileWorker> later = List.of();

  private String lastFault = "";

  private FileWorker(TallyReader reader) {
    this.reader = reader;
    TallyHeader header = reader.header();
    this.worker =
        new Worker(header.id(), header.pid(), header.workerName(), header.createdMillis(), true);
  }

  /** Opens a file and reads all that is in it. */
  static FileWorker open(Path path) throws IOException, TallyFormatException {
    TallyReader reader = TallyReader.open(path);
    try {
      FileWorker worker = new FileWorker(reader);
      worker.refresh();
      return worker;
    } catch (IOException | TallyFormatException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public List<TallySeries> series() {
    if (later.isEmpty()) {
      return reader.readings();
    }
    List<TallySeries> all = new ArrayList<>(reader.readings());
    later.forEach(next -> all.addAll(next.reader.readings()));
    return all;
  }

  @Override
  public LossCounts losses() {
    return new LossCounts(reader.dropped(), reader.overLimit(), reader.notOnDisk());
  }

  @Override
  public TallyHeader header() {
    return reader.header();
  }

  @Override
  public Path path() {
    return reader.path();
  }

  @Override
  public long usedBytes() {
    return reader.committedBytes();
  }

  TallyReader reader() {
    return reader;
  }

  /** The id of the first file of the process. */
  UUID origin() {
    return reader.header().origin();
  }

  long generation() {
    return reader.header().generation();
  }

  /**
   * Whether all that was counted in files before is in this one; otherwise it is to be added to the
   * file of the generation before.
   */
  boolean isSettled() {
    return reader.isSettled();
  }

  /** Counts all that is in this file, and of these, the next ones, what is new in them. */
  void countWith(List<FileWorker> nextFiles) {
    reader.countAll();
    nextFiles.forEach(next -> next.reader.countNews());
    later = nextFiles;
  }

  /**
   * Reads what is new.
   *
   * @throws TallyFormatException if the file has turned bad; the values read before stay
   */
  void refresh() throws IOException, TallyFormatException {
    deadForLong = !worker.live();
    if (deadForLong && sound) {
      return;
    }
    sound = false;
    // The lock first: were the values read first, a worker could add more and die before the look.
    if (worker.live() && !reader.isWriterAlive()) {
      worker = new Worker(worker.id(), worker.pid(), worker.name(), worker.createdMillis(), false);
    }
    reader.refresh();
    sound = true;
    if (!worker.live()) {
      reader.close();
    }
  }

  /**
   * Whether the worker is dead, this was its last file, and all of it was read.
   *
   * <p>A worker that goes over to another file is found dead here if it dies there. So, if it has
   * said that it would, or if the file is not in its place, the directory has to be looked at once
   * more: another scan has then found the next file, if there is one.
   */
  boolean isOver() throws IOException {
    if (worker.live() || !sound) {
      return false;
    }
    for (FileWorker next : later) {
      if (!next.isOver()) {
        return false;
      }
    }
    boolean inPlace = reader.isInPlace() && (!reader.isCarriedOn() || deadForLong);
    // What this release does not understand, a later one can still count: the file has to stay.
    return inPlace ? reader.familiesPassedOver() == 0 : deadForLong;
  }

  /** Of two files of one id, one is a copy: the one that is not locked, or holds less. */
  boolean isLessThan(FileWorker other) {
    boolean alive = worker.live();
    boolean otherAlive = other.worker.live();
    return alive == otherAlive
        ? !alive && other.reader.committedBytes() > reader.committedBytes()
        : otherAlive;
  }

  /** Remembers why the file could not be read; true if that is news. */
  boolean noteFault(String message) {
    boolean news = !lastFault.equals(message);
    lastFault = message;
    return news;
  }
}
