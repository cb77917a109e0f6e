package dev.tallyman.tally;

import dev.tallyman.model.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a worker records into: families, series and the memory of their slots, in a tally file or,
 * when metrics are off, in heap.
 *
 * <p>The file is made by the first recording, so a process that records nothing leaves nothing
 * behind. If the directory is wiped under the worker, it starts a new file that carries all counts
 * on. If the disk is full or the directory can't be written, it counts in heap, says so once, and
 * tries again from time to time; counts move to disk when there is room.
 *
 * <p>Threading: safe for all threads. Only new families and series, a thread's first recordings
 * into a block or bucket, and exemplars that the application gives take a lock. Failure: recording
 * never throws; what goes wrong is logged once.
 */
public final class Tally implements AutoCloseable {
  /** Something to be done with the file. */
  interface FileUse {
    void with(TallyFile file) throws IOException;
  }

  private final @Nullable Path directory;
  private final Clock clock;
  private final Looks looks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Attempts attempts;
  private final Losses losses = new Losses();
  private final Lineage lineage;
  private final Allotment allotment;
  private final Catalogue catalogue = new Catalogue(this);

  private volatile @Nullable TallyFile file;
  private volatile boolean closed;

  private boolean sweeping;

  Tally(@Nullable Path directory, String workerName, Clock clock, LongSupplier nanoTime) {
    this.directory = directory;
    this.lineage = new Lineage(workerName, clock);
    this.clock = clock;
    this.looks = new Looks(nanoTime, lock, this::look);
    this.attempts =
        new Attempts(
            "can't write the tally file, counting in heap: directory=" + directory, nanoTime);
    this.allotment = new Allotment(this, nanoTime);
  }

  /** In heap, without a trace. */
  public static Tally inHeap() {
    return new Tally(null, "", Clock.systemUTC(), System::nanoTime);
  }

  /** A tally that will live in a file of its own; a name too long for a header is refused. */
  public static Tally inDirectory(Path directory, String workerName) {
    TallyHeader.checkName(workerName);
    return new Tally(directory, workerName, Clock.systemUTC(), System::nanoTime);
  }

  /** Makes a family known. The caller sees to it that names do not clash. */
  public FamilyEntry family(Family family) {
    return add(catalogue -> catalogue.family(family));
  }

  /** A new series whose slots are summed over the threads that add to them. */
  public SummedSlots summed(FamilyEntry family, List<String> values, long createdMillis) {
    return newSeries(family, values, createdMillis, (b, e) -> new SummedSlots(b, e.firstSlot()));
  }

  /** Such a series that begins now. */
  public SummedSlots summed(FamilyEntry family, List<String> labelValues) {
    return summed(family, labelValues, nowMillis());
  }

  /** A new series with exponential buckets. */
  public SketchSlots sketch(FamilyEntry family, List<String> labelValues, long createdMillis) {
    return newSeries(family, labelValues, createdMillis, SketchSlots::new);
  }

  /** A new series whose slots are set. */
  public SharedSlots shared(FamilyEntry family, List<String> labelValues) {
    return newSeries(family, labelValues, nowMillis(), SharedSlots::new);
  }

  private <S> S newSeries(
      FamilyEntry of, List<String> values, long since, BiFunction<Block, SeriesEntry, S> slots) {
    lookAround();
    return add(catalogue -> catalogue.series(of, values, since, slots));
  }

  ExemplarCells exemplars() {
    return catalogue.exemplars();
  }

  Allotment allotment() {
    return allotment;
  }

  /** Takes a series away whose slots are set. A file with many such is written anew. */
  void retire(SeriesEntry entry) {
    locked(
        () -> {
          if (catalogue.retire(entry, file != null) && mayTry()) {
            attempts.run(() -> catalogue.publish(bear()));
          }
          return true;
        });
  }

  /** Adds something to what there is, and brings it to disk. */
  <T> T add(Function<Catalogue, T> addition) {
    return locked(
        () -> {
          T added = addition.apply(catalogue);
          publishIfBorn();
          return added;
        });
  }

  /** Counts a recording that could not be made. */
  public void countDropped() {
    losses.countDropped(file);
  }

  /** Counts a recording that made no sense; the log names the first one of each metric. */
  public void countDropped(String metric, @Nullable Object what) {
    losses.countDropped(file);
    losses.nameDropped(metric, what);
  }

  /** Counts a look-up of a series that was one too many and led to the overflow series. */
  public void countOverLimit() {
    losses.countOverLimit(file);
  }

  /** How many recordings were dropped. */
  public long dropped() {
    return losses.dropped();
  }

  /** When a series begins, if nothing else is known: now, in milliseconds since the epoch. */
  public long nowMillis() {
    return clock.millis();
  }

  /** The file, once there is one; empty again after {@link #close}. */
  public Optional<Path> path() {
    return Optional.ofNullable(file).map(TallyFile::path);
  }

  /**
   * Ends the tally: to the aggregator this worker is dead, and what it has counted stays. Later
   * recordings go nowhere.
   */
  @Override
  public void close() {
    locked(
        () -> {
          look();
          TallyFile current = file;
          if (!closed && current != null) {
            // First the memory, then the lock: nothing may be added to a file that looks dead.
            attempts.run(catalogue::detach);
            file = null;
            attempts.run(current::close);
          }
          closed = true;
          looks.end();
          return true;
        });
  }

  /**
   * Looks, at most once a second, whether the file is still in its place, and tries again what the
   * disk had no room for. Called by recordings now and then, and by a thread of {@link Looks}.
   */
  void lookAround() {
    if (directory != null) {
      looks.lookIfDue();
    }
  }

  private void look() {
    if (mayTry()) {
      sweepForAWhile();
      attempts.run(this::bearIfAbsent);
      publishIfBorn();
    }
  }

  private void bearIfAbsent() throws IOException {
    TallyFile current = file;
    if (current == null && catalogue.hasMemory()) {
      TallyFile unused = bear();
    } else if (current != null && !current.isInPlace()) {
      attempts.warn("tally file was removed, starting anew: directory=" + directory);
      TallyFile unused = bear();
    }
  }

  boolean wantsFile() {
    return directory != null;
  }

  boolean mayTry() {
    return directory != null && !closed && attempts.allowed();
  }

  /** Brings all that there is into the file, which is made if need be; under the lock. */
  void tryPublish() {
    tryInFile(file -> {});
  }

  /** As {@link #tryPublish}, and then does something more with the file. */
  void tryInFile(FileUse use) {
    if (mayTry()) {
      looks.begin();
      attempts.run(
          () -> {
            TallyFile current = file != null ? file : bear();
            // First what found no room before: were this too large, the rest would wait for ever.
            catalogue.publish(current);
            use.with(current);
          });
    }
  }

  private void publishIfBorn() {
    TallyFile current = file;
    if (current != null && mayTry()) {
      attempts.run(() -> catalogue.publish(current));
    } else if (current != null) {
      catalogue.sayWhatIsMissing(current);
    }
  }

  /** Makes a new file with all that is known and carries over all that was counted. */
  private TallyFile bear() throws IOException {
    TallyFile old = file;
    TallyFile next = lineage.next(Objects.requireNonNull(directory), old, catalogue, losses);
    file = next;
    sweepForAWhile();
    if (old != null) {
      old.remove();
    }
    return next;
  }

  /** Sees to it that nothing is lost of what threads add to memory that has just moved. */
  void sweepForAWhile() {
    if (!sweeping && catalogue.isMoving()) {
      sweeping = Sweeps.start(() -> locked(() -> sweeping = catalogue.sweep()));
    }
  }

  /** Does something as {@link #locked} does, unless somebody else is at it. */
  void ifFree(Runnable work) {
    if (lock.tryLock()) {
      try {
        work.run();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Does something while no block moves, and no series comes. */
  <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
