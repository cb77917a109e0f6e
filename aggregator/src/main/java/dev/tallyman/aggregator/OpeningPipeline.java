package dev.tallyman.aggregator;

import dev.tallyman.archive.Archive;
import dev.tallyman.http.ScrapeListener;
import dev.tallyman.http.ScrapeReport;
import dev.tallyman.http.ScrapeSource;
import dev.tallyman.model.FamilyView;
import dev.tallyman.scan.ScannedWorker;
import dev.tallyman.workers.WorkerInfo;
import dev.tallyman.workers.WorkerSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * The pipeline, while its archive is being opened: LMDB takes as long to begin as the web server
 * does, so they begin together. A scrape that comes early waits for the archive, and so its totals
 * are right.
 *
 * <p>Threading: safe for all threads.
 */
final class OpeningPipeline implements ScrapeSource, ScrapeListener, WorkerSource {
  private final FutureTask<Pipeline> opening;

  private OpeningPipeline(FutureTask<Pipeline> opening) {
    this.opening = opening;
  }

  /** Begins to open. */
  static OpeningPipeline of(AggregatorConfig config, Clock clock) {
    FutureTask<Pipeline> opening =
        new FutureTask<>(
            () ->
                new Pipeline(
                    config.directory(),
                    Archive.open(config.archive(), config.rules(), clock),
                    config.gaugeModes(),
                    clock));
    Thread thread = new Thread(opening, "tallyman-open-archive");
    thread.setDaemon(true);
    thread.start();
    return new OpeningPipeline(opening);
  }

  /**
   * Waits until it is open.
   *
   * @throws IOException if it can't be opened
   */
  Pipeline await() throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opening.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw asThrown(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException asThrown(ExecutionException e) {
    return e.getCause() instanceof IOException io
        ? io
        : new IOException("archive can't be opened: " + e.getCause(), e);
  }

  @Override
  public void scrape(Consumer<List<? extends FamilyView>> page) {
    open().scrape(page);
  }

  @Override
  public void scraped(ScrapeReport report) {
    open().scraped(report);
  }

  @Override
  public List<WorkerInfo> workers() throws IOException {
    return await().workers();
  }

  @Override
  public void read(UUID id, Consumer<ScannedWorker> visitor) throws IOException {
    await().read(id, visitor);
  }

  /** Never waits. */
  boolean isReady() {
    return opening.isDone() && open().isReady();
  }

  private Pipeline open() {
    try {
      return await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
