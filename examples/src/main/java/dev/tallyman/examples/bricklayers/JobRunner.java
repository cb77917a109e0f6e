package dev.tallyman.examples.bricklayers;

import dev.tallyman.instrumentation.jobs.JobMetrics;
import dev.tallyman.instrumentation.jobs.RunningJob;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * This worker's share of the jobs, one after the other.
 *
 * <p>A job takes its result's file along before its ticket says that it is completed; so who sees
 * the one finds the other.
 *
 * <p>Threading: safe for all threads. Closing waits for the job that is being worked on, so that
 * none is cut off when a worker ends in order.
 */
final class JobRunner implements AutoCloseable {
  /** A job that so many workers did not survive must not have the next one. */
  static final int ATTEMPTS = 3;

  private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());

  private final Folders folders;
  private final JobQueue queue;
  private final JobMetrics metrics;
  private final Duration timeout;
  private boolean closed;

  JobRunner(Folders folders, JobQueue queue, JobMetrics metrics, Duration timeout) {
    this.folders = folders;
    this.queue = queue;
    this.metrics = metrics;
    this.timeout = timeout;
  }

  /** Says how many jobs wait. Every worker does, for any may be killed. */
  void showPending() throws IOException {
    metrics.setPending(queue.pending());
  }

  /** Does the next job, if there is one. */
  synchronized void runNext() throws IOException {
    Claim claim = closed ? null : queue.claim();
    if (claim == null) {
      return;
    }
    Path input = folders.uploads().resolve(claim.file());
    Path result = folders.results().resolve(claim.id());
    try (RunningJob job = metrics.start(input.toFile().length())) {
      JobState end = work(claim, input, result);
      // Before users learn of it, for they take the file away.
      long made = result.toFile().length();
      if (!queue.end(claim, end)) {
        LOG.log(System.Logger.Level.WARNING, "took too long, and another has it: " + claim.id());
        job.timedOut();
      } else if (end == JobState.COMPLETED) {
        job.completed(made);
      } else if (end == JobState.TIMEOUT) {
        job.timedOut();
      }
    }
    throwAway(input);
  }

  private JobState work(Claim claim, Path input, Path result) throws IOException {
    if (claim.attempt() > ATTEMPTS) {
      LOG.log(System.Logger.Level.WARNING, "given up: job=" + claim.id());
      return JobState.ERROR;
    }
    // With a name of its own, for a worker that was taken for dead may still be writing.
    Path unfinished = folders.unfinished().resolve(claim.ticket().getFileName());
    try {
      Bricklaying.lay(input, unfinished, Deadline.in(timeout));
      Folders.move(unfinished, result);
      return JobState.COMPLETED;
    } catch (Deadline.MissedException e) {
      throwAway(unfinished);
      return JobState.TIMEOUT;
    } catch (Bricklaying.NotLayableException | IOException e) {
      LOG.log(System.Logger.Level.INFO, "job=" + claim.id() + ": " + e.getMessage());
      throwAway(unfinished);
      return JobState.ERROR;
    }
  }

  private void throwAway(Path file) throws IOException {
    try {
      folders.throwAway(file);
    } catch (NoSuchFileException e) {
      // Then it is gone, which is what was wanted; it may never have been there.
      LOG.log(System.Logger.Level.DEBUG, "gone before: " + file);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
