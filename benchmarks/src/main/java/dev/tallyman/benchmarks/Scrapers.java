package dev.tallyman.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several that scrape at once. */
final class Scrapers implements AutoCloseable {
  private final List<Scraper> scrapers = new ArrayList<>();
  private final List<Callable<Integer>> scrapes = new ArrayList<>();
  private final ExecutorService threads;

  Scrapers(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Scraper scraper = new Scraper(port, true);
      scrapers.add(scraper);
      scrapes.add(scraper::scrape);
    }
    threads = Executors.newFixedThreadPool(count);
  }

  /** All scrape once; it lasts until the last of them has its page. */
  void scrape() throws IOException {
    try {
      for (Future<Integer> scraped : threads.invokeAll(scrapes)) {
        int unused = scraped.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("not scraped", e);
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (Scraper scraper : scrapers) {
      scraper.close();
    }
  }
}
