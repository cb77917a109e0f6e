package dev.tallyman.examples.data20;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.database.DatabaseMetrics;
import dev.tallyman.instrumentation.tasks.TaskMetrics;
import dev.tallyman.metrics.MetricRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TasksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Watch watch = new Watch();
  private final CountDownLatch never = new CountDownLatch(1);
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final Deque<Tasks> workers = new ArrayDeque<>();
  @TempDir private Path directory;
  private Database database;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(directory, DatabaseMetrics.register(MetricRegistry.inHeap()));
    Notes.prepare(database, directory);
  }

  @AfterEach
  void close() throws InterruptedException {
    never.countDown();
    for (Tasks worker : workers) {
      worker.finish();
    }
    database.close();
  }

  @Test
  void aTaskIsDoneAndThenForgotten() throws Exception {
    worker(done::add).add("mail", "ann");

    assertThat(nextDone()).isEqualTo("ann");
    awaitNoTasks();
  }

  @Test
  void aTaskThatIsToTryLaterIsTriedThreeTimes() throws Exception {
    Tasks tasks =
        worker(
            argument -> {
              done.add(argument);
              throw new TryLaterException("busy");
            });

    tasks.add("mail", "ann");
    awaitNoTasks();

    assertThat(done).containsExactly("ann", "ann", "ann");
  }

  @Test
  void aTaskThatFailsIsTriedOnceAndForgotten() throws Exception {
    Tasks tasks =
        worker(
            argument -> {
              done.add(argument);
              throw new IllegalArgumentException("no such mailbox");
            });

    tasks.add("mail", "nobody");
    awaitNoTasks();

    assertThat(done).containsExactly("nobody");
  }

  @Test
  void theTasksOfADeadWorkerAreDoneByAnotherOnceTheirLeaseIsOver() throws Exception {
    addToDeadWorker("ann", "bob", "eve");
    Tasks living = worker(done::add);

    watch.forward(Tasks.LEASE);
    living.lookAfter();
    assertThat(done).isEmpty();
    watch.forward(Duration.ofMillis(1));
    living.lookAfter();

    assertThat(List.of(nextDone(), nextDone(), nextDone()))
        .containsExactlyInAnyOrder("ann", "bob", "eve");
    awaitNoTasks();
    assertThat(done).isEmpty();
  }

  @Test
  void aWorkerThatLivesKeepsItsTasks() throws Exception {
    Tasks slow = worker(argument -> never.await());
    Tasks other = worker(done::add);
    slow.add("mail", "ann");
    List<String> holders = holdersOfTasks();

    watch.forward(Tasks.LEASE.minusSeconds(1));
    slow.lookAfter();
    watch.forward(Tasks.LEASE.minusSeconds(1));
    other.lookAfter();

    assertThat(holders).hasSize(1);
    assertThat(holdersOfTasks()).isEqualTo(holders);
  }

  @Test
  void ofTwoWorkersThatSeeAnAbandonedTaskOneDoesIt() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add("reader-" + i);
    }
    addToDeadWorker(all.toArray(String[]::new));
    Tasks one = worker(done::add);
    Tasks other = worker(done::add);
    watch.forward(Tasks.LEASE.plusMillis(1));

    Thread beside = new Thread(() -> lookAfter(other));
    beside.start();
    one.lookAfter();
    beside.join();
    awaitNoTasks();

    assertThat(done).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aWorkerThatEndsLeavesWhatWaitsToOthers() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    Tasks ending =
        worker(
            argument -> {
              begun.countDown();
              never.await();
              done.add(argument);
            });
    for (String name : List.of("ann", "bob", "eve")) {
      ending.add("mail", name);
    }
    begun.await();

    Thread end = new Thread(() -> finish(ending));
    end.start();
    await(() -> end.getState() == Thread.State.TIMED_WAITING);
    never.countDown();
    end.join();

    assertThat(done).containsExactlyInAnyOrder("ann", "bob");
    assertThat(holdersOfTasks()).hasSize(1);
  }

  private static void finish(Tasks tasks) {
    try {
      tasks.finish();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void lookAfter(Tasks tasks) {
    try {
      tasks.lookAfter();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A worker that does nothing with its tasks until the test is over. */
  private void addToDeadWorker(String... arguments) throws SQLException {
    Tasks dead = worker(argument -> never.await());
    for (String argument : arguments) {
      dead.add("mail", argument);
    }
  }

  private Tasks worker(Tasks.Work work) {
    Tasks tasks = new Tasks(database, TaskMetrics.register(MetricRegistry.inHeap()), watch);
    tasks.define("mail", "mails", work);
    workers.add(tasks);
    return tasks;
  }

  private String nextDone() throws InterruptedException {
    String argument = done.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(argument).isNotNull();
    return argument;
  }

  private List<String> holdersOfTasks() throws SQLException {
    return database.rows("SELECT holder FROM task", row -> row.getString(1));
  }

  private void awaitNoTasks() throws Exception {
    await(() -> holdersOfTasks().isEmpty());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** A clock that all workers of the test look at. */
  private static final class Watch extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

    void forward(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the zone is of no matter");
    }
  }
}
