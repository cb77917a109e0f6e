package dev.tallyman.agent.inside;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A part of the agent's work that asks code of others, which may never answer. So it has a thread
 * of its own, from its first run on, that is waited for a while only.
 *
 * <p>Threading: one thread at a time; the work runs in a daemon thread.
 *
 * <p>Failure: what throws, and what does not end, is a failure of the part; as long as it goes on,
 * each further run is one more, and waits for nothing.
 */
final class Part implements Runnable {
  /** Two of them still leave the JVM's metrics their place at the end of the JVM. */
  static final long PATIENCE_MILLIS = 4_500;

  private final String name;
  private final Runnable work;
  private final Complaints complaints;
  private final long patienceMillis;
  private final ExecutorService thread;
  private @Nullable Future<?> last;

  Part(String name, Runnable work, Complaints complaints) {
    this(name, work, complaints, PATIENCE_MILLIS);
  }

  Part(String name, Runnable work, Complaints complaints, long patienceMillis) {
    this.name = name;
    this.work = work;
    this.complaints = complaints;
    this.patienceMillis = patienceMillis;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::daemon);
  }

  @Override
  public void run() {
    Future<?> before = last;
    if (before != null && !before.isDone()) {
      doesNotEnd();
      return;
    }
    Future<?> running = thread.submit(() -> complaints.guard(name, work));
    last = running;
    try {
      var unused = running.get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      doesNotEnd();
    } catch (ExecutionException e) {
      complaints.failed(name, String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void doesNotEnd() {
    complaints.failed(name, "part does not answer, and is left out until it does: part=" + name);
  }

  private Thread daemon(Runnable runs) {
    Thread made = new Thread(null, runs, "tallyman-agent-" + name, 0, false);
    made.setDaemon(true);
    // It must not keep the application's class loader, nor find classes there.
    made.setContextClassLoader(null);
    return made;
  }
}
