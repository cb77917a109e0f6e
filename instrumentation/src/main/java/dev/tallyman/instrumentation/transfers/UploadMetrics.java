package dev.tallyman.instrumentation.transfers;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;

/**
 * Files that users upload: {@code uploads_total{status}}, {@code upload_file_size_bytes} and {@code
 * upload_validation_failures_total{reason}}.
 *
 * <pre>{@code
 * UploadMetrics uploads = UploadMetrics.register();
 * ...
 * uploads.succeeded(file.length());
 * }</pre>
 *
 * <p>The statuses are {@code success}, {@code failed_size}, {@code failed_validation} and {@code
 * failed_error}; all of them are there from the start, so that a ratio of them is never without an
 * answer.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class UploadMetrics {
  /** The reason that goes with a file which is too large. */
  public static final String FILE_TOO_LARGE = "file_too_large";

  private static final double[] SIZES = {
    100e3, 500e3, 1e6, 5e6, 10e6, 25e6, 50e6, 100e6,
  };

  private final CounterDataPoint success;
  private final CounterDataPoint failedSize;
  private final CounterDataPoint failedValidation;
  private final CounterDataPoint failedError;
  private final Histogram sizes;
  private final Counter validationFailures;

  private UploadMetrics(Counter uploads, Histogram sizes, Counter validationFailures) {
    this.success = uploads.labelValues("success");
    this.failedSize = uploads.labelValues("failed_size");
    this.failedValidation = uploads.labelValues("failed_validation");
    this.failedError = uploads.labelValues("failed_error");
    this.sizes = sizes;
    this.validationFailures = validationFailures;
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static UploadMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, with buckets from 100 kB to 100 MB. */
  public static UploadMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names and buckets of the application's choice.
   *
   * @param upperBoundsBytes the upper bounds of the size's buckets; none for the default
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static UploadMetrics register(
      MetricRegistry registry, String prefix, double... upperBoundsBytes) {
    return new UploadMetrics(
        Counter.builder()
            .name(prefix + "uploads_total")
            .help("Files uploaded, by how that ended.")
            .labelNames("status")
            .register(registry),
        Histogram.builder()
            .name(prefix + "upload_file_size_bytes")
            .help("Sizes of the files that were uploaded successfully.")
            .unit("bytes")
            .classicUpperBounds(upperBoundsBytes.length > 0 ? upperBoundsBytes : SIZES)
            .register(registry),
        Counter.builder()
            .name(prefix + "upload_validation_failures_total")
            .help("Files refused, by what was wrong with them.")
            .labelNames("reason")
            .register(registry));
  }

  /** A file was taken. */
  public void succeeded(long sizeBytes) {
    success.inc();
    sizes.observe((double) sizeBytes);
  }

  /** A file was refused since it is too large; the reason is {@value #FILE_TOO_LARGE}. */
  public void tooLarge() {
    failedSize.inc();
    validationFailures.labelValues(FILE_TOO_LARGE).inc();
  }

  /**
   * A file was refused.
   *
   * @param reason what is wrong with it, {@code invalid_extension} say; of which there must be a
   *     limited number
   */
  public void invalid(String reason) {
    failedValidation.inc();
    validationFailures.labelValues(reason).inc();
  }

  /** A file could not be taken, through no fault of its own. */
  public void failed() {
    failedError.inc();
  }
}
