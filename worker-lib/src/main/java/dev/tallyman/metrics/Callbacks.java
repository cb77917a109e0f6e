package dev.tallyman.metrics;

import dev.tallyman.tally.FailureLog;
import dev.tallyman.tally.Tally;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a registry reads values from, and when it does: every few seconds if there is
 * a tally file for somebody else to read, when the registry is read or closed, and once more when
 * the JVM goes down.
 *
 * <p>Functions are called one after another in a daemon thread of their own, while another one, or
 * whoever asks, looks at the clock: one that does not return keeps its thread, and the others go on
 * in a new one. None of these threads exists before the first function is given.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none passes to whoever asks. A function that throws or takes too long is logged once
 * for each cause, and counted as a dropped recording each time.
 */
final class Callbacks {
  /** How old a value in the tally file gets. */
  static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long others wait for one function. */
  static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long a whole round may hold up whoever asks, or the end of the JVM. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What registers a function may not be ready for it: a class half initialised, say. */
  private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Tally tally;
  private final boolean onDisk;
  private final FailureLog log = new FailureLog();
  private final List<CallbackTask> tasks = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
  private final ReentrantLock rounds = new ReentrantLock();
  private @Nullable ExecutorService runner;
  private volatile @Nullable Thread caller;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean closed;
  private boolean started;
  private @Nullable Thread lastCall;

  /**
   * @param onDisk whether there is a file that has to be kept up to date
   */
  Callbacks(Tally tally, boolean onDisk) {
    this.tally = tally;
    this.onDisk = onDisk;
  }

  /** Calls the function from now on. */
  void add(CallbackTask task) {
    tasks.add(task);
    if (onDisk) {
      start();
    }
    boolean unused = news.offer(true);
  }

  /** Calls all functions and returns when they have, or have taken too long. */
  void refresh() {
    if (!tasks.isEmpty() && !closed) {
      callAllWithin(PATIENCE_NANOS);
    }
  }

  /** Calls all functions a last time, and never again. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    closing.countDown();
    boolean unused = news.offer(true);
    callAllWithin(PATIENCE_NANOS);
    synchronized (this) {
      if (lastCall != null) {
        try {
          boolean unusedToo = Runtime.getRuntime().removeShutdownHook(lastCall);
        } catch (IllegalStateException e) {
          return; // the JVM is going down, and the hook has nothing left to do
        } finally {
          lastCall = null;
        }
      }
    }
  }

  private synchronized void start() {
    if (started || closed) {
      return;
    }
    try {
      thread(this::refreshUntilClosed, "tallyman-callbacks").start();
      started = true;
      Thread hook = thread(this::refresh, "tallyman-last-callbacks");
      Runtime.getRuntime().addShutdownHook(hook);
      lastCall = hook;
    } catch (OutOfMemoryError e) {
      log.warn("no thread for callbacks, they are called when the registry is read", e);
    } catch (IllegalStateException e) {
      log.warn("callback given while the JVM goes down", e);
    }
  }

  private void refreshUntilClosed() {
    try {
      while (!closed) {
        if (news.poll(REFRESH_NANOS, TimeUnit.NANOSECONDS) != null && !closed) {
          // Of several that are registered in a row the first starts the clock for all.
          boolean unused = closing.await(SETTLING_NANOS, TimeUnit.NANOSECONDS);
        }
        if (!closed) {
          callAllWithin(Long.MAX_VALUE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody else's wish; reading the registry still works
    }
  }

  @SuppressWarnings("ReferenceEquality") // a thread is itself
  private void callAllWithin(long patienceNanos) {
    if (Thread.currentThread() == caller) {
      return; // a callback that reads the registry must not wait for itself
    }
    long start = System.nanoTime();
    try {
      if (!rounds.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
        return;
      }
      try {
        for (CallbackTask task : tasks) {
          long left = patienceNanos - (System.nanoTime() - start);
          if (left > 0) {
            call(task, Math.min(left, LIMIT_NANOS));
          }
        }
        if (closed) {
          dismissRunner();
        }
      } finally {
        rounds.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call(CallbackTask task, long limitNanos) throws InterruptedException {
    if (!task.begin()) {
      tally.countDropped(); // it has not yet returned from an earlier call
      return;
    }
    boolean returned = false;
    try {
      Future<?> call = runner().submit(task);
      Object unused = call.get(limitNanos, TimeUnit.NANOSECONDS);
      returned = true;
    } catch (ExecutionException e) {
      returned = true;
      tally.countDropped();
      Throwable cause = e.getCause();
      report(task, cause == null ? e : cause);
    } catch (TimeoutException e) {
      tally.countDropped();
      log.warn("callback takes too long, others go on: metric=" + task.metric(), null);
    } catch (OutOfMemoryError e) {
      task.end();
      tally.countDropped();
    } finally {
      if (!returned) {
        dismissRunner();
      }
    }
  }

  private void report(CallbackTask task, Throwable cause) {
    String kind = cause.getClass().getName();
    if (task.failsFirstBy(kind)) {
      log.warn("callback failed: metric=" + task.metric() + ", exception=" + kind, cause);
    }
  }

  private ExecutorService runner() {
    ExecutorService current = runner;
    if (current == null) {
      current =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = thread(task, "tallyman-callback");
                caller = thread;
                return thread;
              });
      runner = current;
    }
    return current;
  }

  /** Its thread ends once the function returns. It is not interrupted: that can break a file. */
  private void dismissRunner() {
    ExecutorService current = runner;
    runner = null;
    caller = null;
    if (current != null) {
      current.shutdown();
    }
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }
}
