package dev.tallyman.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes die in the middle of counting, and no total suffers. */
@Tag("slow")
class KilledWorkersIT {
  private static final int WORKERS = 4;
  private static final int THREADS = 4;
  private static final int KILLS = 30;
  private static final String TOTAL = "acknowledged_total";
  private static final String OBSERVATIONS = "observed_seconds_count";

  @TempDir Path directory;
  @TempDir Path archive;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private Aggregator aggregator;
  private Scraper scraper;

  @BeforeEach
  void serve() throws Exception {
    aggregator = Aggregators.start(directory, archive);
    scraper = new Scraper(aggregator.port());
  }

  @AfterEach
  void stop() throws Exception {
    for (WorkerProcess worker : workers) {
      long unused = worker.kill();
    }
    aggregator.close();
  }

  @Test
  @Timeout(120)
  void fourWorkersOfManyThreadsAreCountedTogetherExactly() throws Exception {
    int perThread = 5_000;
    for (int i = 0; i < WORKERS; i++) {
      workers.add(WorkerProcess.start(directory, 8, perThread));
    }
    for (WorkerProcess worker : workers) {
      assertThat(worker.finish()).isEqualTo(8L * perThread);
    }
    assertThat(scraper.value(TOTAL)).isEqualTo(WORKERS * 8 * perThread);
    assertThat(scraper.value(OBSERVATIONS)).isEqualTo(WORKERS * 8 * perThread);
    assertThat(scraper.value("tallyman_workers")).isZero();
  }

  @Test
  @Timeout(300)
  void aWorkerKilledAtARandomMomentLosesNothingThatItAcknowledged() throws Exception {
    Random random = new Random(20261121);
    for (int i = 0; i < WORKERS; i++) {
      workers.add(WorkerProcess.start(directory, THREADS, -1));
    }
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService watcher = Executors.newSingleThreadExecutor();
    Future<Integer> watch = watcher.submit(() -> watchTotals(done));
    long acknowledgedByTheDead = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      WorkerProcess victim = workers.remove(random.nextInt(workers.size()));
      awaitAcknowledgements(victim, 1 + random.nextInt(3_000));
      acknowledgedByTheDead += victim.kill();
      workers.add(WorkerProcess.start(directory, THREADS, -1));
      assertThat(scraper.value(TOTAL)).isGreaterThanOrEqualTo((double) acknowledgedByTheDead);
    }
    for (WorkerProcess worker : workers) {
      acknowledgedByTheDead += worker.kill();
    }
    int killed = KILLS + WORKERS;
    workers.clear();
    done.set(true);

    assertThat(watch.get(60, TimeUnit.SECONDS)).as("scrapes meanwhile").isPositive();
    watcher.shutdown();
    assertThat(scraper.value(TOTAL))
        .isBetween(
            (double) acknowledgedByTheDead, (double) acknowledgedByTheDead + killed * THREADS);
    assertThat(scraper.value(OBSERVATIONS))
        .isBetween(
            (double) acknowledgedByTheDead, (double) acknowledgedByTheDead + killed * THREADS);
  }

  /** Scrapes all the time; neither total may ever go down, and no scrape may fail. */
  private int watchTotals(AtomicBoolean done) throws Exception {
    double total = 0;
    double observations = 0;
    int scrapes = 0;
    while (!done.get()) {
      String page = scraper.page();
      double nowTotal = Scraper.value(page, TOTAL).orElse(0.0);
      double nowObservations = Scraper.value(page, OBSERVATIONS).orElse(0.0);
      assertThat(nowTotal).isGreaterThanOrEqualTo(total);
      assertThat(nowObservations).isGreaterThanOrEqualTo(observations);
      total = nowTotal;
      observations = nowObservations;
      scrapes++;
    }
    return scrapes;
  }

  private static void awaitAcknowledgements(WorkerProcess worker, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (worker.acknowledged() < count && worker.isAlive()) {
      assertThat(System.nanoTime()).as("worker counts in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
