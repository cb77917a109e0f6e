package dev.tallyman.instrumentation.tasks;

import dev.tallyman.metrics.GaugeDataPoint;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A pool of threads whose tasks and whose queue are recorded in {@link TaskMetrics}.
 *
 * <p>A task is called after the view that it was given to, see {@link #named}; given to the
 * executor itself, after the queue. A task that was cancelled before its turn came is not counted,
 * nor is what runs in a {@link FutureTask} that the caller made: it hides its end. What is shut
 * down or awaited is the pool behind, also through a view.
 *
 * <p>What is handed in again counts as another task. A task that is to be tried once more tries
 * within itself and calls {@link TaskMetrics#retried}, so that its end is counted once.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: as the pool behind; a task that it rejects leaves no trace in the metrics.
 */
public final class MeteredExecutor extends AbstractExecutorService {
  private final ExecutorService pool;
  private final TaskMetrics metrics;
  private final GaugeDataPoint queueLength;
  private final String taskName;

  /**
   * Wraps a pool.
   *
   * @param queue what its queue is called in {@code celery_queue_length}
   * @throws IllegalArgumentException if the metrics are for queues that workers share
   */
  public MeteredExecutor(ExecutorService pool, TaskMetrics metrics, String queue) {
    this.pool = pool;
    this.metrics = metrics;
    this.queueLength = metrics.ownQueue(queue);
    this.taskName = queue;
  }

  private MeteredExecutor(MeteredExecutor other, String taskName) {
    this.pool = other.pool;
    this.metrics = other.metrics;
    this.queueLength = other.queueLength;
    this.taskName = taskName;
  }

  /** A view of the same pool, whose tasks have this name. */
  public MeteredExecutor named(String task) {
    return new MeteredExecutor(this, task);
  }

  @Override
  public void execute(Runnable command) {
    // A future keeps to itself what its task throws, so the task inside is what is recorded.
    Waiting waiting = new Waiting(command instanceof FutureTask ? command : recorded(command));
    queueLength.inc();
    try {
      pool.execute(waiting);
    } catch (RejectedExecutionException e) {
      queueLength.dec();
      throw e;
    }
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
    return new FutureTask<>(() -> metrics.track(taskName, callable::call));
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
    return newTaskFor(Executors.callable(runnable, value));
  }

  @Override
  public void shutdown() {
    pool.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return pool.shutdownNow().stream()
        .map(each -> each instanceof Waiting waiting ? waiting.leave() : each)
        .toList();
  }

  @Override
  public boolean isShutdown() {
    return pool.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return pool.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return pool.awaitTermination(timeout, unit);
  }

  private Runnable recorded(Runnable command) {
    return () -> {
      try (RunningTask task = metrics.track(taskName)) {
        command.run();
        task.succeeded();
      }
    };
  }

  /** A task in the queue. */
  private final class Waiting implements Runnable {
    private final Runnable task;

    Waiting(Runnable task) {
      this.task = task;
    }

    Runnable leave() {
      queueLength.dec();
      return task;
    }

    @Override
    public void run() {
      leave().run();
    }
  }
}
