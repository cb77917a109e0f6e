package dev.tallyman.benchmarks;

import dev.tallyman.exposition.Format;
import dev.tallyman.exposition.NameFilter;
import dev.tallyman.exposition.Page;
import dev.tallyman.exposition.PageWriter;
import dev.tallyman.merge.Merger;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.FileId;
import dev.tallyman.scan.DeadWorkers;
import dev.tallyman.scan.DirectoryScanner;
import dev.tallyman.scan.ScannedWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Measures one shape: ours from the directory to the page, and two peers on equal data. */
final class ScrapeBenchmark {
  private static final List<String> GENERATOR_OPTIONS = List.of("-Xmx2g");

  /** What was measured. */
  record Figures(
      Timing merge,
      Timing text,
      Timing bare,
      Timing http,
      Timing gzip,
      Timing eight,
      int pageBytes,
      int gzipBytes,
      Timing python,
      Timing mmap) {}

  private final ScrapeShape shape;
  private final List<String> aggregatorOptions;

  ScrapeBenchmark(ScrapeShape shape, List<String> aggregatorOptions) {
    this.shape = shape;
    this.aggregatorOptions = aggregatorOptions;
  }

  Figures run() throws IOException {
    Timing python = PeerScrape.CLIENT_PYTHON.measure(shape, true);
    Timing mmap = PeerScrape.CLIENT_MMAP.measure(shape, true);
    try (Scratch scratch = new Scratch();
        Subprocess workers = workers(scratch.path(), shape, "living")) {
      workers.expect(WorkerFiles.MADE);
      Inside inside = inside(scratch.path());
      try (Subprocess aggregator =
          Subprocess.java(aggregatorOptions, AggregatorMain.class, scratch.path().toString())) {
        int port = Integer.parseInt(aggregator.line());
        try (Scraper plain = new Scraper(port, false);
            Scraper gzip = new Scraper(port, true);
            Scrapers eight = new Scrapers(port, 8)) {
          Timing http = Timing.of(() -> plain.scrape());
          Timing compressed = Timing.of(() -> gzip.scrape());
          Timing shared = Timing.of(eight::scrape);
          return new Figures(
              inside.merge,
              inside.text,
              inside.bare,
              http,
              compressed,
              shared,
              plain.scrape(),
              gzip.scrape(),
              python,
              mmap);
        }
      }
    }
  }

  /** The page alone. */
  String page() throws IOException {
    try (Scratch scratch = new Scratch();
        Subprocess workers = workers(scratch.path(), shape, "living")) {
      workers.expect(WorkerFiles.MADE);
      try (DirectoryScanner scanner = new DirectoryScanner(scratch.path(), new NobodyDies())) {
        Page page = new Page();
        List<FamilyView> families = new Merger().merge(scanner.scan().workers());
        int unused = new PageWriter().write(Format.TEXT, families, NameFilter.EVERYTHING, page);
        return text(page);
      }
    }
  }

  private static String text(Page page) {
    return StandardCharsets.UTF_8.decode(page.content()).toString();
  }

  static Subprocess workers(Path directory, ScrapeShape shape, String life) throws IOException {
    return Subprocess.java(
        GENERATOR_OPTIONS,
        WorkerFiles.class,
        directory.toString(),
        Integer.toString(shape.workers()),
        Integer.toString(shape.series()),
        life);
  }

  private record Inside(Timing merge, Timing text, Timing bare) {}

  private static Inside inside(Path directory) throws IOException {
    Merger merger = new Merger();
    PageWriter writer = new PageWriter();
    Page page = new Page();
    try (DirectoryScanner scanner = new DirectoryScanner(directory, new NobodyDies())) {
      Timing merge = Timing.of(() -> merger.merge(scanner.scan().workers()));
      Timing text =
          Timing.of(
              () -> {
                List<FamilyView> families = merger.merge(scanner.scan().workers());
                int unused = writer.write(Format.TEXT, families, NameFilter.EVERYTHING, page);
              });
      BareText bare = new BareText(text(page));
      return new Inside(merge, text, Timing.of(bare::write));
    }
  }

  private static final class NobodyDies implements DeadWorkers {
    @Override
    public long generationHeld(UUID origin) {
      return -1;
    }

    @Override
    public void take(FileId file, ScannedWorker last) {
      throw new IllegalStateException("a worker of the benchmark has died: " + file);
    }
  }
}
