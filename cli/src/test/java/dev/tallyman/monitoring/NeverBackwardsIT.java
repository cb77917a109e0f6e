package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallyman.monitoring.SoakFleet.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real Prometheus looks on while workers and the aggregator are killed: to it, nothing that
 * workers count may ever be reset. Lasts {@value #DEFAULT_SECONDS} seconds, or as many as the
 * system property {@value #SECONDS} says.
 */
@Tag("slow")
final class NeverBackwardsIT {
  static final String SECONDS = "tallyman.soak.seconds";
  static final int DEFAULT_SECONDS = 20;

  private static final long SEED = Long.getLong("tallyman.soak.seed", 20261121);
  private static final String ALL = "{__name__=~\"soak_.+_(total|sum|count|bucket)\"}";

  /** Every so many kills it is the aggregator. */
  private static final int KILLS_PER_AGGREGATOR = 4;

  /** However slow the machine: six workers and two aggregators at least. */
  private static final int LEAST_KILLS = 2 * KILLS_PER_AGGREGATOR;

  @Test
  void noCounterIsEverResetToPrometheus() throws IOException {
    Duration length = Duration.ofSeconds(Integer.getInteger(SECONDS, DEFAULT_SECONDS));
    Instant begin = Instant.now();
    try (SoakFleet fleet = new SoakFleet();
        PrometheusServer prometheus = PrometheusServer.start(scraping(fleet.hostAndPort()))) {
      prometheus.awaitFirstScrape();
      killForAWhile(fleet, length);
      List<Rounds> rounds = fleet.killWorkers();
      fleet.awaitFolded();
      assertThat(rounds).hasSizeGreaterThan(8);
      String page = fleet.page();
      assertAcknowledged(page, rounds);
      awaitTotals(prometheus, page);
      assertNothingReset(prometheus, begin);
    }
  }

  private static void killForAWhile(SoakFleet fleet, Duration length) throws IOException {
    Random random = new Random(SEED);
    long end = System.nanoTime() + length.toNanos();
    for (int kill = 1; kill <= LEAST_KILLS || System.nanoTime() < end; kill++) {
      if (kill % KILLS_PER_AGGREGATOR == 0) {
        // It has to have served in between, or there is nothing to go backwards from.
        fleet.awaitPage();
        pause(random);
        fleet.replaceAggregator();
      } else {
        fleet.replaceWorker(random.nextInt(fleet.workerCount()));
        pause(random);
      }
    }
    fleet.awaitPage();
  }

  private static void pause(Random random) {
    for (int i = random.nextInt(6); i > 0; i--) {
      Pause.briefly();
    }
  }

  /** A round that was under way when its worker died may be in the totals, or a part of it. */
  private static void assertAcknowledged(String page, List<Rounds> rounds) {
    double jobs = 0;
    double seconds = 0;
    double jobsUnderWay = 0;
    double secondsUnderWay = 0;
    for (Rounds of : rounds) {
      double acknowledged = (double) of.acknowledged() * SoakWorker.JOBS;
      double underWay = SoakWorker.THREADS * SoakWorker.JOBS;
      jobs += acknowledged;
      seconds += acknowledged * of.secondsPerJob();
      jobsUnderWay += underWay;
      secondsUnderWay += underWay * of.secondsPerJob();
    }
    for (String queue : SoakWorker.QUEUES) {
      for (String name : List.of("jobs_total", "job_seconds_count", "wait_seconds_count")) {
        assertThat(value(page, "soak_" + name, queue))
            .as(name)
            .isBetween(jobs, jobs + jobsUnderWay);
      }
      for (String name : List.of("cpu_seconds_total", "job_seconds_sum", "wait_seconds_sum")) {
        assertThat(value(page, "soak_" + name, queue))
            .as(name)
            // Each worker adds with rounding; that is all that may be missing.
            .isBetween(seconds * (1 - 1e-9), (seconds + secondsUnderWay) * (1 + 1e-9));
      }
    }
  }

  /** Prometheus has seen the last of it. */
  private static void awaitTotals(PrometheusServer prometheus, String page) {
    for (String queue : SoakWorker.QUEUES) {
      prometheus.awaitValue(
          "soak_jobs_total{queue=\"" + queue + "\"}", value(page, "soak_jobs_total", queue));
    }
  }

  /** Two counters, a histogram of four buckets, and a summary, for each queue. */
  private static int seriesExpected() {
    return SoakWorker.QUEUES.size() * (2 + (4 + 2) + 2);
  }

  private static void assertNothingReset(PrometheusServer prometheus, Instant begin) {
    Instant now = Instant.now();
    String range = "[" + (Duration.between(begin, now).toSeconds() + 1) + "s]";
    assertThat(prometheus.series(ALL, begin, now)).hasSize(seriesExpected());
    Map<String, String> resets = new TreeMap<>();
    for (String name : prometheus.labelValues("__name__", ALL)) {
      for (JsonNode series : prometheus.query("resets(" + name + range + ")", now)) {
        String value = series.path("value").path(1).asText();
        resets.put(name + series.path("metric"), value);
      }
    }
    assertThat(resets).hasSize(seriesExpected());
    assertThat(resets.values()).containsOnly("0");
    assertThat(prometheus.value("sum(resets(tallyman_scrapes_total" + range + "))"))
        .as("the aggregator's own counters are reset at its death, and so it would be seen")
        .isPositive();
  }

  private static double value(String page, String name, String queue) {
    String start = name + "{queue=\"" + queue + "\"} ";
    return page.lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .findFirst()
        .orElse(0);
  }

  private static String scraping(String hostAndPort) {
    return """
        global: {scrape_interval: 200ms, scrape_timeout: 200ms}
        scrape_configs:
          - job_name: tallyman
            metrics_path: /metrics/
            static_configs: [{targets: ["%s"]}]
        """
        .formatted(hostAndPort);
  }
}
