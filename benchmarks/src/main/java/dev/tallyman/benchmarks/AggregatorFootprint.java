package dev.tallyman.benchmarks;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the aggregator costs its host beside 4 workers of 500 series, started as a user does, by the
 * launcher.
 */
final class AggregatorFootprint {
  private static final ScrapeShape SHAPE = ScrapeShape.LIVING.get(0);
  private static final int STARTS = 11;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long OBSERVED_SECONDS = 30;
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 30_000;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final double[] firstPageMillis = new double[STARTS];
  private long residentBytes;
  private double idlePercent;
  private double scrapedPercent;

  private AggregatorFootprint() {}

  /** Measures, and gives a Markdown table. */
  static String table() throws IOException {
    AggregatorFootprint footprint = new AggregatorFootprint();
    try (Scratch scratch = new Scratch();
        Subprocess workers = ScrapeBenchmark.workers(scratch.path(), SHAPE, "living")) {
      workers.expect(WorkerFiles.MADE);
      // The first start may have to build and to make its class archive.
      footprint.measureStart(scratch, 0, false);
      for (int i = 0; i < STARTS; i++) {
        footprint.measureStart(scratch, i, i == STARTS - 1);
      }
    }
    Arrays.sort(footprint.firstPageMillis);
    return String.format(
        Locale.ROOT,
        """
        | aggregator beside %s series | |
        | --- | --- |
        | from the start of the process to its first whole page, ms, median of %d (least) | %.0f (%.0f) |
        | resident memory after a hundred scrapes, MB | %d |
        | processor time when nobody scrapes, %% of a core over %d s | %.2f |
        | processor time when scraped every second | %.2f |
        """,
        SHAPE.text(),
        STARTS,
        footprint.firstPageMillis[STARTS / 2],
        footprint.firstPageMillis[0],
        footprint.residentBytes >> 20,
        OBSERVED_SECONDS,
        footprint.idlePercent,
        footprint.scrapedPercent);
  }

  private void measureStart(Scratch scratch, int run, boolean andLife) throws IOException {
    int port = freePort();
    long start = System.nanoTime();
    try (Subprocess aggregator =
            Subprocess.start(
                "./tallyman",
                "aggregator",
                "--host=127.0.0.1",
                "--port=" + port,
                "--dir=" + scratch.path());
        Scraper scraper = answered(port)) {
      firstPageMillis[run] = (System.nanoTime() - start) / 1e6;
      if (andLife) {
        measureLife(aggregator, scraper);
      }
    }
  }

  private void measureLife(Subprocess aggregator, Scraper scraper) throws IOException {
    for (int i = 0; i < 100; i++) {
      int unused = scraper.scrape();
    }
    residentBytes = aggregator.residentBytes();
    // What compilers and collectors still have to do after that is no idling.
    rest(10);
    double before = aggregator.processorMillis();
    rest(OBSERVED_SECONDS);
    double idle = aggregator.processorMillis();
    for (int i = 0; i < OBSERVED_SECONDS; i++) {
      int unused = scraper.scrape();
      rest(1);
    }
    double scraped = aggregator.processorMillis();
    idlePercent = (idle - before) / (OBSERVED_SECONDS * 10);
    scrapedPercent = (scraped - idle) / (OBSERVED_SECONDS * 10);
  }

  /** Tries until a whole page has come: a server that is starting refuses, and may hang up. */
  private static Scraper answered(int port) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      Scraper scraper = null;
      try {
        scraper = new Scraper(port, false);
        int unused = scraper.scrape();
        return scraper;
      } catch (IOException notYet) {
        if (scraper != null) {
          scraper.close();
        }
        if (System.nanoTime() > end) {
          throw notYet;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private static void rest(long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /**
   * A port that the kernel gives to no connection of its own: one that it does could be connected
   * to itself while nothing listens there yet.
   */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Another one, then.
      }
    }
  }
}
