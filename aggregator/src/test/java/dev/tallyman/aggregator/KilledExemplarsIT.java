package dev.tallyman.aggregator;

import static dev.tallyman.aggregator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/**
 * Workers that do nothing but record exemplars, and the aggregator, are killed with SIGKILL at
 * random moments. Whatever page is looked at: every exemplar on it is whole, and none is older than
 * the one that stood there before.
 */
@Tag("slow")
class KilledExemplarsIT {
  private static final int WORKERS = 3;
  private static final int KILLS = 15;
  private static final int KILLS_OF_AGGREGATOR = 2;
  private static final int MOST_ROUNDS = 1_000;
  private static final long SEED = Long.getLong("tallyman.storm.seed", new Random().nextLong());

  @TempDir Path directory;
  @TempDir Path archive;
  private final Random random = new Random(SEED);
  private final List<Named> workers = new ArrayList<>();
  private volatile AggregatorProcess aggregator;
  private int started;

  /** A worker and its name. */
  private record Named(String name, WorkerProcess process) {}

  @BeforeEach
  void start() throws Exception {
    aggregator = AggregatorProcess.start(directory, archive);
    for (int i = 0; i < WORKERS; i++) {
      startWorker();
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (Named worker : workers) {
      long unused = worker.process.kill();
    }
    aggregator.close();
  }

  @Test
  @Timeout(180)
  void everyExemplarOnAnyPageIsWholeAndTheNewestWins() throws Exception {
    System.out.println("exemplars: tallyman.storm.seed=" + SEED);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService watcher = Executors.newSingleThreadExecutor();
    Future<Integer> watch = watcher.submit(() -> watch(over));
    for (int kill = 1; kill <= KILLS && !watch.isDone(); kill++) {
      killWorker(random.nextInt(WORKERS), 1 + random.nextInt(MOST_ROUNDS));
      startWorker();
      if (kill % (KILLS / (KILLS_OF_AGGREGATOR + 1)) == 0) {
        aggregator.close();
        aggregator = AggregatorProcess.start(directory, archive);
      }
    }
    while (workers.size() > 1) {
      killWorker(0, 1);
    }
    String last = workers.get(0).name;
    killWorker(0, workers.get(0).process.acknowledged() + MOST_ROUNDS);
    over.set(true);
    assertThat(watch.get(60, TimeUnit.SECONDS)).as("pages meanwhile").isGreaterThan(KILLS);
    watcher.shutdown();

    Map<String, SeenExemplar> dead = exemplars();
    assertThat(dead).hasSize(started + 1 + ExemplarStormWorker.BOUNDS.length + 1);
    assertThat(SeenExemplar.at("shared_total", dead).worker()).isEqualTo(last);
    eventually("all files are folded", () -> Tallies.in(directory).isEmpty());
    assertThat(exemplars()).as("after the fold").isEqualTo(dead);
    aggregator.close();
    aggregator = AggregatorProcess.start(directory, archive);
    assertThat(exemplars()).as("from the archive alone").isEqualTo(dead);
  }

  private void startWorker() throws IOException {
    String name = "w" + started++;
    workers.add(new Named(name, WorkerProcess.startExemplary(directory, name)));
  }

  /**
   * Kills it after so many rounds; the last one that it acknowledged is on the page, or the next.
   */
  private void killWorker(int place, long rounds) throws Exception {
    Named victim = workers.get(place);
    eventually("it counts", () -> victim.process.acknowledged() >= rounds);
    workers.remove(place);
    long acknowledged = victim.process.kill();
    SeenExemplar own = SeenExemplar.at("own_total{worker=\"" + victim.name + "\"}", exemplars());
    assertThat(own.worker()).isEqualTo(victim.name);
    assertThat(own.value()).isBetween(acknowledged, acknowledged + 1);
  }

  private Map<String, SeenExemplar> exemplars() throws IOException, InterruptedException {
    return SeenExemplar.on(aggregator.scraper().openMetrics());
  }

  /** Looks all along; only from an aggregator that has been killed may there be no page. */
  private int watch(AtomicBoolean over) throws InterruptedException {
    Map<String, SeenExemplar> before = Map.of();
    int pages = 0;
    while (!over.get() || pages <= KILLS) {
      AggregatorProcess asked = aggregator;
      try {
        Map<String, SeenExemplar> now = SeenExemplar.on(asked.scraper().openMetrics());
        before.forEach(
            (sample, older) -> {
              SeenExemplar newer = SeenExemplar.at(sample, now);
              assertThat(newer.timestamp())
                  .as("%s: %s, was %s", sample, newer, older)
                  .isGreaterThanOrEqualTo(older.timestamp());
            });
        before = now;
        pages++;
      } catch (IOException | IllegalStateException e) {
        assertThat(asked.wasKilled()).as("no page from a living aggregator: " + e).isTrue();
      }
    }
    return pages;
  }
}
