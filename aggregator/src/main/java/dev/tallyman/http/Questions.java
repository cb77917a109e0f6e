package dev.tallyman.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that answer questions, so few that scrapes always find one of the server's. No more than
 * two answers are in the making at once, and not many more in memory: one that nobody reads is kept
 * until its connection times out.
 *
 * <p>Threading: safe for all threads.
 */
final class Questions implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int WAITING_LIMIT = 64;

  /** How many answers may be in the making, or on their way. */
  static final int ANSWERS_LIMIT = 16;

  private static final long IDLE_SECONDS = 30;

  private final Semaphore answers = new Semaphore(ANSWERS_LIMIT);
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_LIMIT),
          Questions::daemon);

  Questions() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** Runs it when it is its turn; false if too many wait already. */
  boolean begin(Runnable answer) {
    try {
      threads.execute(answer);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Whether there may be one more answer; then it has to be {@link #sent()}. */
  boolean reserve() {
    return answers.tryAcquire();
  }

  /** An answer is with whoever asked, or will never be. */
  void sent() {
    answers.release();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tallyman-query");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
