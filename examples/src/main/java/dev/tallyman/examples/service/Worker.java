package dev.tallyman.examples.service;

import dev.tallyman.instrumentation.http.HttpMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of the processes that offer a system together: what it records into, what it shares with the
 * others, and what it has to close when it ends.
 *
 * <p>Threading: opened and closed by one thread; {@link #registry}, {@link #directory} and {@link
 * #every} are for all.
 *
 * <p>Failure: what fails to close is logged, and the rest is closed.
 */
public final class Worker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Worker.class.getName());
  private static final int CLOCK_THREADS = 4;

  private final MetricRegistry registry;
  private final Path directory;
  private final Routes routes = new Routes();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          CLOCK_THREADS,
          task -> {
            Thread thread = new Thread(task, "clock");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable HttpMetrics requests;

  /** What a worker does now and then. */
  public interface Task {
    /** Does it once. */
    void run() throws Exception;
  }

  /** A worker that shares the directory with the others. */
  public Worker(MetricRegistry registry, Path directory) {
    this.registry = registry;
    this.directory = directory;
    closing(registry);
    closing(clock::shutdownNow);
  }

  /** What it records into. */
  public MetricRegistry registry() {
    return registry;
  }

  /** Files that all workers of the system share, and that outlive them. */
  public Path directory() {
    return directory;
  }

  /** What it serves. */
  public Routes routes() {
    return routes;
  }

  /** Records every request that it answers; without this, none is. */
  public void recordRequestsWith(HttpMetrics metrics) {
    requests = metrics;
  }

  /** What records the requests; null if nothing does. */
  @Nullable HttpMetrics requests() {
    return requests;
  }

  /** Closes something when the worker ends; what was opened last is closed first. */
  public <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  /** Does something again and again; a failure is logged, and the next time comes all the same. */
  public void every(Duration period, String what, Task task) {
    long nanos = period.toNanos();
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(() -> run(what, task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private static void run(String what, Task task) {
    try {
      task.run();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, what + " failed", e);
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "not closed in order: " + resource, e);
      }
    }
  }
}
