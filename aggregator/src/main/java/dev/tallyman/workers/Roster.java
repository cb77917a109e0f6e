package dev.tallyman.workers;

import dev.tallyman.model.FileId;
import dev.tallyman.scan.ScannedWorker;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The workers: those of a scan, and those that have died lately. Of the dead it remembers so many;
 * the archive has what they counted, and not who they were.
 *
 * <p>Threading: one thread at a time.
 */
public final class Roster {
  /** How many of the dead are remembered, the latest ones. */
  static final int DEAD_LIMIT = 200;

  private static final Comparator<WorkerInfo> OLDEST_FIRST =
      Comparator.comparingLong((WorkerInfo worker) -> worker.header().createdMillis())
          .thenComparing(WorkerInfo::id);

  private final Clock clock;
  private final LastWrites lastWrites = new LastWrites();
  private final Deque<Departed> departed = new ArrayDeque<>();

  private record Departed(FileId file, WorkerInfo worker) {}

  /** Of nobody. */
  public Roster(Clock clock) {
    this.clock = clock;
  }

  /** A worker's counts were taken over: it is in no scan from now on. */
  public void died(FileId file, ScannedWorker last) {
    long now = clock.millis();
    WorkerInfo worker = WorkerInfo.of(last, WorkerState.DEAD, lastWrites.ofDead(last, now), now);
    departed.addLast(new Departed(file, worker));
    if (departed.size() > DEAD_LIMIT) {
      departed.removeFirst();
    }
  }

  /**
   * All of them, the living first, and of these the oldest; then the dead, the latest first.
   *
   * @param scanned those that the scan has found
   * @param isStored whether what a file held is stored in the archive
   */
  public List<WorkerInfo> list(List<? extends ScannedWorker> scanned, Predicate<FileId> isStored) {
    long now = clock.millis();
    List<WorkerInfo> all = new ArrayList<>();
    Set<UUID> files = new HashSet<>();
    for (ScannedWorker worker : scanned) {
      boolean live = worker.worker().live();
      files.add(worker.header().id());
      all.add(
          WorkerInfo.of(
              worker,
              live ? WorkerState.LIVE : WorkerState.DEAD,
              lastWrites.of(worker, now),
              live ? 0 : now));
    }
    lastWrites.retain(files);
    all.sort(OLDEST_FIRST);
    departed
        .descendingIterator()
        .forEachRemaining(
            one -> all.add(isStored.test(one.file()) ? one.worker().asFolded() : one.worker()));
    return all;
  }
}
