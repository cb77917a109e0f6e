package dev.tallyman.aggregator;

import dev.tallyman.archive.ArchiveStatus;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * What the aggregator says of its archive.
 *
 * <p>Threading: one thread at a time.
 */
final class ArchiveMetrics {
  private final Counter folds;
  private final Counter foldedFiles;
  private final Histogram duration;
  private final Gauge lastSuccess;
  private final Gauge series;
  private final Gauge bytes;
  private final Gauge waiting;
  private final Gauge oldestWaiting;
  private final Gauge held;

  ArchiveMetrics(MetricRegistry registry) {
    folds =
        Counter.builder()
            .name("tallyman_folds_total")
            .help("Transactions that stored what dead workers had counted, by outcome.")
            .labelNames("outcome")
            .register(registry);
    folds.labelValues("success").inc(0L);
    folds.labelValues("failure").inc(0L);
    foldedFiles = foldedFiles(registry);
    duration =
        Histogram.builder()
            .name("tallyman_fold_duration_seconds")
            .help("What it took to store what dead workers had counted.")
            .unit("seconds")
            .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5)
            .register(registry);
    lastSuccess =
        gauge(registry, "tallyman_last_fold_timestamp_seconds", "When the last fold succeeded.");
    series = gauge(registry, "tallyman_archive_series", "Series in the archive.");
    bytes = gauge(registry, "tallyman_archive_bytes", "What the archive takes on disk.");
    waiting =
        gauge(
            registry,
            "tallyman_files_waiting",
            "Files of dead workers that are counted and not stored in the archive yet.");
    oldestWaiting =
        gauge(
            registry,
            "tallyman_oldest_waiting_file_timestamp_seconds",
            "Since when the oldest of the files that wait does so, or 0.");
    held =
        gauge(
            registry,
            "tallyman_files_held",
            "Files in the directory whose counts the archive has, and which are to be removed.");
  }

  void folded(int files, long nanos) {
    folds.labelValues("success").inc();
    foldedFiles.inc((long) files);
    duration.observe(nanos / (double) TimeUnit.SECONDS.toNanos(1));
    lastSuccess.set(seconds(System.currentTimeMillis()));
  }

  void failed() {
    folds.labelValues("failure").inc();
  }

  void report(ArchiveStatus status, long bytesOnDisk, int filesHeld) {
    series.set(status.series());
    bytes.set((double) bytesOnDisk);
    waiting.set(status.filesWaiting());
    oldestWaiting.set(seconds(status.oldestWaitingMillis().orElse(0)));
    held.set(filesHeld);
  }

  private static Counter foldedFiles(MetricRegistry registry) {
    return Counter.builder()
        .name("tallyman_folded_files_total")
        .help("Files of dead workers whose counts were stored in the archive.")
        .register(registry);
  }

  private static Gauge gauge(MetricRegistry registry, String name, String help) {
    return Gauge.builder().name(name).help(help).register(registry);
  }

  private static double seconds(long millis) {
    return millis / (double) TimeUnit.SECONDS.toMillis(1);
  }
}
