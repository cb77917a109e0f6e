package dev.tallyman.instrumentation.cleanup;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;

/**
 * What a cleaning service does: {@code cleanup_runs_total}, {@code cleanup_files_deleted_total},
 * {@code cleanup_bytes_freed_total} and {@code cleanup_errors_total}.
 *
 * <pre>{@code
 * CleanupMetrics cleanup = CleanupMetrics.register();
 * ...
 * cleanup.runStarted();
 * for (Path file : tooOld) {
 *   long bytes = Files.size(file);
 *   Files.delete(file);
 *   cleanup.fileDeleted(bytes);
 * }
 * }</pre>
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class CleanupMetrics {
  private final Counter runs;
  private final Counter filesDeleted;
  private final Counter bytesFreed;
  private final Counter errors;

  private CleanupMetrics(MetricRegistry registry, String prefix) {
    runs = counter(prefix + "cleanup_runs_total", "Runs of the cleaning service.", registry);
    filesDeleted = counter(prefix + "cleanup_files_deleted_total", "Files deleted.", registry);
    bytesFreed =
        counter(prefix + "cleanup_bytes_freed_total", "Size of the files deleted.", registry);
    errors =
        counter(prefix + "cleanup_errors_total", "What went wrong while cleaning up.", registry);
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static CleanupMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names. */
  public static CleanupMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static CleanupMetrics register(MetricRegistry registry, String prefix) {
    return new CleanupMetrics(registry, prefix);
  }

  /** A run begins. */
  public void runStarted() {
    runs.inc();
  }

  /** A file is gone. */
  public void fileDeleted(long sizeBytes) {
    filesDeleted.inc();
    bytesFreed.inc(sizeBytes);
  }

  /** Something could not be cleaned up. */
  public void failed() {
    errors.inc();
  }

  private static Counter counter(String name, String help, MetricRegistry registry) {
    return Counter.builder().name(name).help(help).register(registry);
  }
}
