package dev.tallyman.instrumentation.transfers;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import dev.tallyman.metrics.MetricRegistry;

/**
 * Files that users download: {@code downloads_total{status}}.
 *
 * <p>The statuses are {@code success}, {@code failed_not_found}, {@code failed_not_ready} and
 * {@code failed_file_missing}; all of them are there from the start, so that a ratio of them is
 * never without an answer.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class DownloadMetrics {
  private final CounterDataPoint success;
  private final CounterDataPoint notFound;
  private final CounterDataPoint notReady;
  private final CounterDataPoint fileMissing;

  private DownloadMetrics(Counter downloads) {
    this.success = downloads.labelValues("success");
    this.notFound = downloads.labelValues("failed_not_found");
    this.notReady = downloads.labelValues("failed_not_ready");
    this.fileMissing = downloads.labelValues("failed_file_missing");
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static DownloadMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metric by its plain name. */
  public static DownloadMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metric with a prefix to its name.
   *
   * @throws IllegalArgumentException if the name is taken by another metric, or is none
   */
  public static DownloadMetrics register(MetricRegistry registry, String prefix) {
    return new DownloadMetrics(
        Counter.builder()
            .name(prefix + "downloads_total")
            .help("Files asked for, by how that ended.")
            .labelNames("status")
            .register(registry));
  }

  /** A file was delivered. */
  public void succeeded() {
    success.inc();
  }

  /** Nobody knows of such a file. */
  public void notFound() {
    notFound.inc();
  }

  /** The file is still being made. */
  public void notReady() {
    notReady.inc();
  }

  /** There should be a file, but it is gone. */
  public void fileMissing() {
    fileMissing.inc();
  }
}
