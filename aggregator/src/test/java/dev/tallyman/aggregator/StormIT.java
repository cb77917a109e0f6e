package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers and the aggregator are killed with SIGKILL at random moments, for a while; nothing is
 * lost, nothing counted twice, and nothing goes backwards from page to page.
 *
 * <p>{@code -Dtallyman.storm.seconds=600} makes it longer. The order of kills and the pauses
 * between them follow from a seed, which is printed; {@code -Dtallyman.storm.seed=N} repeats it.
 */
@Tag("slow")
class StormIT {
  private static final int WORKERS = 4;
  private static final int LONGEST_PAUSE_MILLIS = 500;
  private static final long SECONDS = Long.getLong("tallyman.storm.seconds", 18);
  private static final long SEED = Long.getLong("tallyman.storm.seed", new Random().nextLong());

  @TempDir Path directory;
  @TempDir Path archive;
  private final Random random = new Random(SEED);
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final Monotony monotony = new Monotony();
  private volatile AggregatorProcess aggregator;
  private long acknowledged;
  private int killed;
  private int aggregatorsKilled;

  @BeforeEach
  void start() throws Exception {
    aggregator = AggregatorProcess.start(directory, archive);
    for (int i = 0; i < WORKERS; i++) {
      workers.add(WorkerProcess.startStormy(directory));
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (WorkerProcess worker : workers) {
      long unused = worker.kill();
    }
    aggregator.close();
  }

  @Test
  @Timeout(3600)
  void nothingIsLostCountedTwiceOrGoesBackwards() throws Exception {
    System.out.println("storm: tallyman.storm.seed=" + SEED);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService watcher = Executors.newSingleThreadExecutor();
    Future<?> watch = watcher.submit(() -> watch(over));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    // A busy machine makes fewer pages and kills in the time, and they are what is looked at.
    while ((System.nanoTime() - end < 0 || !enough()) && !watch.isDone()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS)));
      if (random.nextInt(3) == 0) {
        killAggregator();
      } else {
        killWorker(random.nextInt(WORKERS));
        workers.add(WorkerProcess.startStormy(directory));
      }
    }
    while (!workers.isEmpty()) {
      killWorker(0);
    }
    over.set(true);
    Object unused = watch.get(60, TimeUnit.SECONDS);
    watcher.shutdown();

    assertTotals();
    eventually("all files are folded", () -> Tallies.in(directory).isEmpty());
    assertTotals();
    killAggregator();
    assertTotals();
    System.out.printf(
        "storm: workers killed %d, aggregators killed %d, pages %d, acknowledged %d%n",
        killed, aggregatorsKilled, monotony.pages(), acknowledged);
    assertThat(enough()).as("something was looked at").isTrue();
  }

  private boolean enough() {
    return monotony.pages() > SECONDS && aggregatorsKilled > 1;
  }

  private void killWorker(int place) throws InterruptedException {
    acknowledged += workers.remove(place).kill();
    killed++;
  }

  private void killAggregator() throws Exception {
    aggregator.close();
    aggregatorsKilled++;
    if (random.nextBoolean()) {
      AggregatorProcess.Plan.of(directory, archive).startInVain(random.nextInt(1_500));
      aggregatorsKilled++;
    }
    aggregator = AggregatorProcess.start(directory, archive);
  }

  /** Scrapes all along; only from an aggregator that has been killed may there be no page. */
  private void watch(AtomicBoolean over) {
    while (!over.get()) {
      AggregatorProcess asked = aggregator;
      try {
        monotony.next(asked.scraper().page());
      } catch (IOException | IllegalStateException e) {
        assertThat(asked.wasKilled()).as("no page from a living aggregator: " + e).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void assertTotals() throws Exception {
    String page = aggregator.scraper().page();
    monotony.next(page);
    double whole = 0;
    for (int thread = 0; thread < StormWorker.THREADS; thread++) {
      whole += value(page, "whole_total{thread=\"" + thread + "\"}");
    }
    assertInFlightAtMost(whole);
    assertInFlightAtMost(value(page, "fraction_total") / StormWorker.FRACTION);
    assertInFlightAtMost(value(page, "waited_seconds_count"));
    assertInFlightAtMost(value(page, "sent_bytes_count"));
  }

  private void assertInFlightAtMost(double rounds) {
    double inFlight = (double) killed * StormWorker.THREADS;
    assertThat(rounds).isBetween((double) acknowledged, acknowledged + inFlight);
    assertThat(rounds).as("no half rounds").isEqualTo(Math.rint(rounds));
  }

  private static double value(String page, String sample) {
    return Scraper.value(page, sample).orElse(-1.0);
  }
}
