package dev.tallyman.examples.data20;

import dev.tallyman.instrumentation.tasks.MeteredExecutor;
import dev.tallyman.instrumentation.tasks.TaskMetrics;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work that nobody waits for. A task is a row of the database as long as it is not done, and waits
 * in a queue of the worker that holds it.
 *
 * <p>A worker holds its tasks by a lease that it renews. Those of a worker that died run out, and
 * another takes them over: a task is done at least once, and twice if its worker died, or was out
 * of the database's reach, at the wrong moment.
 *
 * <p>Threading: safe for all threads, once the tasks are defined.
 *
 * <p>Failure: a task that throws is logged and counted as a failure; {@link TryLaterException}
 * makes it try again, three times in all.
 */
final class Tasks {
  static final Duration LEASE = Duration.ofSeconds(15);

  private static final System.Logger LOG = System.getLogger(Tasks.class.getName());
  private static final int THREADS_OF_QUEUE = 2;
  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 50;
  private static final long PATIENCE_SECONDS = 3;

  private final Database database;
  private final TaskMetrics metrics;
  private final Clock clock;
  private final String holder = UUID.randomUUID().toString();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Map<String, ThreadPoolExecutor> pools = new LinkedHashMap<>();
  private final Map<String, MeteredExecutor> queues = new LinkedHashMap<>();
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  Tasks(Database database, TaskMetrics metrics, Clock clock) {
    this.database = database;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What a task does. */
  interface Work {
    void run(String argument) throws Exception;
  }

  private record Kind(MeteredExecutor queue, Work work) {}

  private record Task(long id, String name, String argument) {}

  /** Says what tasks of a name do, and which queue they wait in. */
  void define(String name, String queueName, Work work) {
    MeteredExecutor queue = queues.computeIfAbsent(queueName, this::queue);
    kinds.put(name, new Kind(queue.named(name), work));
  }

  private MeteredExecutor queue(String name) {
    ThreadPoolExecutor pool =
        (ThreadPoolExecutor)
            Executors.newFixedThreadPool(THREADS_OF_QUEUE, task -> new Thread(task, name));
    pools.put(name, pool);
    return new MeteredExecutor(pool, metrics, name);
  }

  /** Adds a task. Once this has returned, the task will be done, whoever dies. */
  void add(String name, String argument) throws SQLException {
    long id =
        database
            .rows(
                "SELECT id FROM FINAL TABLE (INSERT INTO task (name, argument, holder,"
                    + " lease_millis) VALUES (?, ?, ?, ?))",
                row -> row.getLong(1),
                name,
                argument,
                holder,
                leaseEnd())
            .get(0);
    submit(new Task(id, name, argument));
  }

  /** Renews the lease of this worker's tasks, and takes over those whose lease has run out. */
  void lookAfter() throws SQLException {
    database.update("UPDATE task SET lease_millis = ? WHERE holder = ?", leaseEnd(), holder);
    for (Task task : abandoned()) {
      // Another worker may have seen it too; one of the two changes the row.
      int taken =
          database.update(
              "UPDATE task SET holder = ?, lease_millis = ? WHERE id = ? AND lease_millis < ?",
              holder,
              leaseEnd(),
              task.id,
              clock.millis());
      if (taken == 1) {
        submit(task);
      }
    }
  }

  private List<Task> abandoned() throws SQLException {
    return database.rows(
        "SELECT id, name, argument FROM task WHERE lease_millis < ?",
        row -> new Task(row.getLong(1), row.getString(2), row.getString(3)),
        clock.millis());
  }

  private long leaseEnd() {
    return clock.millis() + LEASE.toMillis();
  }

  private void submit(Task task) {
    Kind kind = kinds.get(task.name);
    if (kind == null) {
      throw new IllegalArgumentException("no such task: name=" + task.name);
    }
    Future<?> unused =
        kind.queue.submit(
            () -> {
              perform(kind.work, task);
              return task;
            });
  }

  /** What this throws makes the task a failure in the metrics. */
  private void perform(Work work, Task task) throws Exception {
    try {
      runPatiently(work, task);
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "a task failed: " + task.name + ": " + e.getMessage());
      throw e;
    } finally {
      database.update("DELETE FROM task WHERE id = ?", task.id);
    }
  }

  private void runPatiently(Work work, Task task) throws Exception {
    for (int tried = 1; ; tried++) {
      try {
        work.run(task.argument);
        return;
      } catch (TryLaterException e) {
        if (tried == TRIES) {
          throw e;
        }
        metrics.retried(task.name);
        // A worker that ends has no time for pauses.
        boolean unused = ending.await(tried * PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Finishes what was begun. What waits is left to the other workers, once its lease is over. */
  void finish() throws InterruptedException {
    ending.countDown();
    for (ThreadPoolExecutor pool : pools.values()) {
      pool.getQueue().clear();
      pool.shutdown();
    }
    for (Map.Entry<String, ThreadPoolExecutor> pool : pools.entrySet()) {
      if (!pool.getValue().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "a task was cut off: queue=" + pool.getKey());
      }
    }
  }
}
