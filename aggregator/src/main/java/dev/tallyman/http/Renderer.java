package dev.tallyman.http;

import dev.tallyman.exposition.Page;
import dev.tallyman.exposition.PageWriter;
import dev.tallyman.http.Rendering.Wish;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Makes pages, one after the other, on a thread of its own: so the source is never asked twice at
 * once, and a slow source holds up no thread that could answer other requests.
 *
 * <p>Who asks for a page that others wait for already, and that is not begun yet, gets theirs. A
 * page is never older than the request it answers.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: what the source throws is logged once for as long as it stays the same, and the
 * readers get no page.
 */
final class Renderer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Renderer.class.getName());

  private final ScrapeSource source;
  private final ScrapeListener listener;
  private final Map<Wish, Batch> waiting = new HashMap<>();
  private final PagePool pool = new PagePool();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Renderer::daemon);

  private final PageWriter writer = new PageWriter();
  private final Page uncompressed = new Page();
  private String lastFailure = "";
  private boolean refusing;

  /** Readers who wait for the same page. */
  private static final class Batch {
    final List<Consumer<Optional<Rendering>>> readers = new ArrayList<>();
  }

  Renderer(ScrapeSource source, ScrapeListener listener) {
    this.source = source;
    this.listener = listener;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tallyman-renderer");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Has a page made, unless too many are on their way to readers who do not read.
   *
   * @param reader is given the page by the thread that makes pages, so it must not do much there,
   *     and must say when it is {@link Rendering#done() done} with it; nothing if there is no page
   * @return whether the reader will hear of it
   */
  boolean render(Wish wish, Consumer<Optional<Rendering>> reader) {
    synchronized (waiting) {
      Batch batch = waiting.get(wish);
      if (batch == null) {
        if (!mayBegin()) {
          return false;
        }
        Batch begun = new Batch();
        thread.execute(() -> run(wish, begun));
        waiting.put(wish, begun);
        batch = begun;
      }
      batch.readers.add(reader);
      return true;
    }
  }

  private boolean mayBegin() {
    boolean may = pool.reserve();
    if (!may && !refusing) {
      LOG.log(
          Level.WARNING,
          "scrapes refused, too many readers do not read: pages on their way={0}",
          PagePool.LIMIT);
    }
    refusing = !may;
    return may;
  }

  private void run(Wish wish, Batch batch) {
    synchronized (waiting) {
      waiting.remove(wish);
    }
    Optional<Rendering> rendering = rendering(wish, batch.readers.size());
    for (Consumer<Optional<Rendering>> reader : batch.readers) {
      try {
        reader.accept(rendering);
      } catch (RuntimeException e) {
        rendering.ifPresent(Rendering::done);
        LOG.log(Level.WARNING, "page not sent", e);
      }
    }
  }

  private Optional<Rendering> rendering(Wish wish, int readers) {
    long start = System.nanoTime();
    Page page = pool.take();
    try {
      int refused = write(wish, page);
      long duration = System.nanoTime() - start;
      report(ScrapeReport.made(wish.format(), readers, duration, page.length(), refused));
      lastFailure = "";
      return Optional.of(new Rendering(wish, page, pool, readers));
    } catch (RuntimeException | Error e) {
      pool.giveBack(page);
      report(ScrapeReport.failed(wish.format(), readers, System.nanoTime() - start));
      log(e);
      return Optional.empty();
    }
  }

  private int write(Wish wish, Page page) {
    if (!wish.gzip()) {
      return read(wish, page);
    }
    int refused = read(wish, uncompressed);
    try (OutputStream out = new FastGzip(page)) {
      uncompressed.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("can't compress in memory", e);
    }
    return refused;
  }

  private int read(Wish wish, Page page) {
    int[] refused = {-1};
    source.scrape(
        families -> refused[0] = writer.write(wish.dialect(), families, wish.filter(), page));
    if (refused[0] < 0) {
      throw new IllegalStateException("the source gave no reading");
    }
    return refused[0];
  }

  private void report(ScrapeReport report) {
    try {
      listener.scraped(report);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "scrape not counted: " + report, e);
    }
  }

  private void log(Throwable failure) {
    if (!failure.toString().equals(lastFailure)) {
      lastFailure = failure.toString();
      LOG.log(Level.ERROR, "scrape failed", failure);
    }
  }

  /** Stops the thread. Pages not begun are never finished. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
