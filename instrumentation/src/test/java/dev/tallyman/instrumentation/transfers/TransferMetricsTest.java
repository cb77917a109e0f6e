package dev.tallyman.instrumentation.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class TransferMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void uploadsAreCountedByHowTheyEnded() {
    UploadMetrics uploads = UploadMetrics.register(registry);

    uploads.succeeded(750_000);
    uploads.succeeded(2_000_000);
    uploads.tooLarge();
    uploads.invalid("invalid_extension");
    uploads.failed();

    assertThat(Exposed.types(registry))
        .containsExactly(
            "upload_file_size_bytes histogram",
            "upload_validation_failures_total counter",
            "uploads_total counter");
    assertThat(Exposed.samples(registry))
        .contains(
            "uploads_total{status=\"success\"} 2.0",
            "uploads_total{status=\"failed_size\"} 1.0",
            "uploads_total{status=\"failed_validation\"} 1.0",
            "uploads_total{status=\"failed_error\"} 1.0",
            "upload_validation_failures_total{reason=\"file_too_large\"} 1.0",
            "upload_validation_failures_total{reason=\"invalid_extension\"} 1.0",
            "upload_file_size_bytes_bucket{le=\"1000000.0\"} 1",
            "upload_file_size_bytes_bucket{le=\"5000000.0\"} 2",
            "upload_file_size_bytes_sum 2750000.0",
            "upload_file_size_bytes_count 2");
  }

  @Test
  void sizesHaveTheDocumentedBuckets() {
    UploadMetrics.register(registry).succeeded(1);

    assertThat(Exposed.bounds(registry, "upload_file_size_bytes"))
        .containsExactly(
            "100000.0",
            "500000.0",
            "1000000.0",
            "5000000.0",
            "1.0E7",
            "2.5E7",
            "5.0E7",
            "1.0E8",
            "+Inf");
  }

  @Test
  void downloadsAreCountedByHowTheyEnded() {
    DownloadMetrics downloads = DownloadMetrics.register(registry);

    downloads.succeeded();
    downloads.succeeded();
    downloads.notFound();
    downloads.notReady();
    downloads.fileMissing();

    assertThat(Exposed.samples(registry))
        .containsExactly(
            "downloads_total{status=\"failed_file_missing\"} 1.0",
            "downloads_total{status=\"failed_not_found\"} 1.0",
            "downloads_total{status=\"failed_not_ready\"} 1.0",
            "downloads_total{status=\"success\"} 2.0");
  }

  @Test
  void aRatioIsThereBeforeAnythingHappened() {
    UploadMetrics.register(registry);
    DownloadMetrics.register(registry);

    assertThat(Exposed.samples(registry))
        .contains(
            "uploads_total{status=\"success\"} 0.0",
            "uploads_total{status=\"failed_error\"} 0.0",
            "downloads_total{status=\"failed_not_found\"} 0.0");
  }

  @Test
  void thePrefixAndTheBucketsAreTheApplicationsChoice() {
    UploadMetrics.register(registry, "shop_", 10, 20).succeeded(15);
    DownloadMetrics.register(registry, "shop_");

    assertThat(Exposed.bounds(registry, "shop_upload_file_size_bytes"))
        .containsExactly("10.0", "20.0", "+Inf");
    assertThat(Exposed.types(registry)).contains("shop_downloads_total counter");
  }
}
