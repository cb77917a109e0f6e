package dev.tallyman.aggregator;

import dev.tallyman.exposition.SampleReader;
import dev.tallyman.exposition.SampleSink;
import dev.tallyman.history.History;
import dev.tallyman.history.HistoryRules;
import dev.tallyman.history.Recorder;
import dev.tallyman.history.SeriesFilter;
import dev.tallyman.history.SeriesHandle;
import dev.tallyman.history.SeriesVisitor;
import dev.tallyman.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sample of the page at every interval and hands it to the history. Scrapes wait while the
 * numbers are copied, as they wait for one another; not while they are stored.
 *
 * <p>Threading: a thread of its own, which ends with {@link #close}; reads from any thread.
 *
 * <p>Failure: a warning, once for each cause, and another try at the next interval. What happens to
 * the history never ends or delays anything else.
 */
final class Sampling implements SampleSink<SeriesHandle>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sampling.class.getPackageName());

  private final Path directory;
  private final HistoryRules rules;
  private final Pipeline pipeline;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private final SampleReader<SeriesHandle> reader = new SampleReader<>(this);
  private volatile @Nullable History history;
  private @Nullable Recorder recorder;
  private String lastFailure = "";

  private Sampling(Path directory, HistoryRules rules, Pipeline pipeline, Clock clock) {
    this.directory = directory;
    this.rules = rules;
    this.pipeline = pipeline;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "tallyman-history");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** Samples from now on, if there is to be a history. */
  static Sampling start(AggregatorConfig config, Pipeline pipeline, Clock clock) {
    HistoryRules rules = config.history();
    Sampling sampling =
        new Sampling(AggregatorConfig.historyBeside(config.archive()), rules, pipeline, clock);
    if (rules.isOn()) {
      var unused =
          sampling.thread.scheduleAtFixedRate(
              sampling::trySample, 0, rules.interval().toMillis(), TimeUnit.MILLISECONDS);
    }
    return sampling;
  }

  private void trySample() {
    long start = System.nanoTime();
    try {
      sample();
      lastFailure = "";
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      // What is thrown here would end all samples to come.
      pipeline.notSampled();
      if (!lastFailure.equals(e.toString())) {
        LOG.log(System.Logger.Level.WARNING, "no sample for the history", e);
      }
      lastFailure = e.toString();
      return;
    }
    pipeline.sampled(System.nanoTime() - start);
  }

  private void sample() throws IOException {
    History open = history;
    if (open == null) {
      open = History.open(directory, rules);
      history = open;
    }
    open.sample(
        clock.millis(),
        into -> {
          recorder = into;
          pipeline.scrape(reader::read);
          recorder = null;
        });
    pipeline.reportHistory(open.status(), open.setAside());
  }

  @Override
  public SeriesHandle series(String name, Labels labels) {
    return recorder().series(name, labels);
  }

  @Override
  public void put(SeriesHandle series, double value) {
    recorder().put(series, value);
  }

  private Recorder recorder() {
    Recorder now = recorder;
    if (now == null) {
      throw new IllegalStateException("no sample is being taken");
    }
    return now;
  }

  /**
   * Reads the history.
   *
   * @throws IOException if there is none, or not yet
   */
  void read(SeriesFilter filter, long fromMillis, long toMillis, SeriesVisitor visitor)
      throws IOException {
    History open = history;
    if (open == null) {
      throw new IOException(
          rules.isOn() ? "the history is not open yet" : "the history is switched off");
    }
    open.read(filter, fromMillis, toMillis, visitor);
  }

  /** Ends the thread; a sample that has begun is finished first. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    try {
      while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.log(System.Logger.Level.WARNING, "still storing a sample");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    History open = history;
    if (open != null) {
      open.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
