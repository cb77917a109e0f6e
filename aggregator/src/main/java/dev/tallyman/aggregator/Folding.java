package dev.tallyman.aggregator;

import dev.tallyman.archive.Fold;
import dev.tallyman.failpoint.Failpoint;
import dev.tallyman.model.FileId;
import dev.tallyman.scan.HeldFiles;
import dev.tallyman.tally.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stores what the dead have counted, then removes their files, once a second.
 *
 * <p>Killed between any two steps, nothing is lost and nothing counted twice: a file is removed
 * only when the store names it, and a file that the store names is not counted.
 *
 * <p>Threading: a thread of its own, which ends with {@link #close}.
 *
 * <p>Failure: a warning, once for each cause, and another try a second later; a file that can't be
 * removed is tried again ten seconds later.
 */
final class Folding implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Folding.class.getPackageName());
  private static final long PERIOD_MILLIS = 1_000;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SWEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Making a file takes milliseconds. */
  private static final Duration LONGEST_BIRTH = Duration.ofMinutes(1);

  private final DirectoryClaim claim;
  private final Pipeline pipeline;
  private final ScheduledExecutorService thread;
  private final Map<Path, Long> retryAt = new HashMap<>();
  private long sweepAt = System.nanoTime();
  private String lastFailure = "";

  private Folding(DirectoryClaim claim, Pipeline pipeline) {
    this.claim = claim;
    this.pipeline = pipeline;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "tallyman-fold");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** Folds from now on what is in a directory that is ours until the end. */
  static Folding start(DirectoryClaim claim, Pipeline pipeline) {
    Folding folding = new Folding(claim, pipeline);
    var unused =
        folding.thread.scheduleWithFixedDelay(
            folding::tryRound, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return folding;
  }

  private void tryRound() {
    try {
      round();
      lastFailure = "";
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      // What is thrown here would end all rounds to come.
      if (!lastFailure.equals(e.toString())) {
        LOG.log(System.Logger.Level.WARNING, "no fold, dead workers' files are kept", e);
      }
      lastFailure = e.toString();
    }
  }

  private void round() throws IOException {
    try {
      fold();
    } finally {
      // Above all when files have to wait.
      pipeline.reportArchive();
    }
    sweep();
  }

  private void fold() throws IOException {
    claim.keep();
    pipeline.restoreArchive();
    Fold fold = pipeline.beginFold();
    if (!fold.isEmpty()) {
      store(fold);
    }
    Map<Path, FileId> removable = pipeline.removableFiles();
    retryAt.keySet().retainAll(removable.keySet());
    removable.forEach(this::remove);
  }

  /** Once a minute, what workers that were killed at birth have left. */
  private void sweep() throws IOException {
    if (System.nanoTime() - sweepAt >= 0) {
      sweepAt = System.nanoTime() + SWEEP_NANOS;
      int removed = Leftovers.remove(claim.directory(), Instant.now().minus(LONGEST_BIRTH));
      if (removed > 0) {
        LOG.log(System.Logger.Level.INFO, "files of workers killed at birth removed: " + removed);
      }
    }
  }

  private void store(Fold fold) throws IOException {
    Failpoint.FOLD_READ.pass();
    long start = System.nanoTime();
    boolean stored = false;
    try {
      pipeline.store(fold, Failpoint.FOLD_WRITTEN::pass);
      stored = true;
    } finally {
      if (!stored) {
        pipeline.notFolded(fold);
      }
    }
    Failpoint.FOLD_COMMITTED.pass();
    if (fold.forgetsFiles()) {
      Failpoint.FILES_FORGOTTEN.pass();
    }
    pipeline.folded(fold, System.nanoTime() - start);
    Failpoint.FOLD_APPLIED.pass();
  }

  private void remove(Path path, FileId id) {
    Long notBefore = retryAt.get(path);
    if (notBefore != null && System.nanoTime() - notBefore < 0) {
      return;
    }
    try {
      if (HeldFiles.remove(path, id)) {
        retryAt.remove(path);
      }
      Failpoint.FOLD_UNLINKED.pass();
    } catch (IOException e) {
      if (retryAt.put(path, System.nanoTime() + RETRY_NANOS) == null) {
        LOG.log(System.Logger.Level.WARNING, "a folded file can't be removed: " + e);
      }
    }
  }

  /** Ends the thread and lets the directory go; a round that has begun is finished first. */
  @Override
  public void close() throws IOException {
    thread.shutdown();
    boolean interrupted = false;
    try {
      while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.log(System.Logger.Level.WARNING, "still storing what the dead have counted");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    claim.close();
  }
}
