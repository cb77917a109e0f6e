package dev.tallyman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures an aggregator that starts where many workers have died. */
final class DeadBenchmark {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final String SERIES =
      "http_requests_total{method=\"DELETE\",endpoint=\"/api/v1/items/3\",status=\"200\"} ";

  private final ScrapeShape shape;
  private final List<String> aggregatorOptions;

  /**
   * What was measured.
   *
   * @param firstPageMillis from the start of the process to a whole page with the right totals
   * @param processorMillis the processor time that this took
   * @param foldedMillis from there until the archive has it all and the files are gone
   * @param peakBytes the most memory that the process has had until then
   * @param later scrapes from then on
   */
  record Figures(
      double firstPageMillis,
      double processorMillis,
      double foldedMillis,
      long peakBytes,
      Timing later) {}

  DeadBenchmark(ScrapeShape shape, List<String> aggregatorOptions) {
    this.shape = shape;
    this.aggregatorOptions = aggregatorOptions;
  }

  Figures run() throws IOException {
    try (Scratch scratch = new Scratch()) {
      try (Subprocess workers = ScrapeBenchmark.workers(scratch.path(), shape, "dead")) {
        workers.expect(WorkerFiles.MADE);
      }
      long start = System.nanoTime();
      try (Subprocess aggregator =
              Subprocess.java(aggregatorOptions, AggregatorMain.class, scratch.path().toString());
          Scraper scraper = new Scraper(Integer.parseInt(aggregator.line()), false)) {
        checkTotals(scraper.page(scraper.scrape()));
        long served = System.nanoTime();
        double processor = aggregator.processorMillis();
        while (holdsFiles(scratch.path())) {
          LockSupport.parkNanos(LOOK_NANOS);
        }
        long folded = System.nanoTime();
        long peak = aggregator.peakBytes();
        checkTotals(scraper.page(scraper.scrape()));
        Timing later = Timing.of(() -> scraper.scrape());
        return new Figures((served - start) / 1e6, processor, (folded - served) / 1e6, peak, later);
      }
    }
  }

  private void checkTotals(String page) throws IOException {
    double workers = shape.workers();
    double expected = 3 * 7 * workers + workers * (workers - 1) / 2;
    boolean right =
        page.lines()
            .filter(line -> line.startsWith(SERIES))
            .anyMatch(line -> Double.parseDouble(line.substring(SERIES.length())) == expected);
    if (!right) {
      throw new IOException("a page with wrong totals: expected=" + SERIES + expected);
    }
  }

  private static boolean holdsFiles(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory, "*.tally")) {
      return files.iterator().hasNext();
    }
  }
}
