package dev.tallyman.instrumentation.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void aJobIsPendingThenActiveThenCompleted() {
    JobMetrics jobs = JobMetrics.register(registry);

    PendingJob pending = jobs.enqueue();
    assertGauges(1, 0);
    try (RunningJob job = pending.start(700_000)) {
      assertGauges(0, 1);
      job.completed(3_000_000);
    }

    assertGauges(0, 0);
    assertThat(Exposed.samples(registry))
        .contains(
            "processing_jobs_total{status=\"completed\"} 1.0",
            "processing_jobs_total{status=\"error\"} 0.0",
            "processing_duration_seconds_count 1",
            "processing_input_size_bytes_bucket{le=\"500000.0\"} 0",
            "processing_input_size_bytes_bucket{le=\"1000000.0\"} 1",
            "processing_output_size_bytes_sum 3000000.0");
  }

  @Test
  void aJobThatThrowsIsAnErrorAndOneThatTakesTooLongATimeout() {
    JobMetrics jobs = JobMetrics.register(registry);

    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (RunningJob job = jobs.start(1)) {
                failBefore(job);
              }
            });
    try (RunningJob job = jobs.start(1)) {
      job.timedOut();
    }

    assertGauges(0, 0);
    assertThat(Exposed.samples(registry))
        .contains(
            "processing_jobs_total{status=\"completed\"} 0.0",
            "processing_jobs_total{status=\"error\"} 1.0",
            "processing_jobs_total{status=\"timeout\"} 1.0",
            "processing_duration_seconds_count 2",
            "processing_output_size_bytes_count 0");
  }

  @Test
  void aJobThatIsCancelledLeavesTheQueueOnce() {
    JobMetrics jobs = JobMetrics.register(registry);

    PendingJob pending = jobs.enqueue();
    pending.cancel();
    pending.cancel();

    assertGauges(0, 0);
  }

  @Test
  void theTypesAndBucketsAreTheDocuments() {
    JobMetrics.register(registry).start(1).close();

    assertThat(Exposed.types(registry))
        .containsExactly(
            "processing_duration_seconds histogram",
            "processing_input_size_bytes histogram",
            "processing_jobs_active gauge",
            "processing_jobs_pending gauge",
            "processing_jobs_total counter",
            "processing_output_size_bytes histogram");
    assertThat(Exposed.bounds(registry, "processing_duration_seconds"))
        .containsExactly("1.0", "5.0", "10.0", "30.0", "60.0", "120.0", "300.0", "600.0", "+Inf");
    assertThat(Exposed.bounds(registry, "processing_output_size_bytes"))
        .isEqualTo(Exposed.bounds(registry, "processing_input_size_bytes"))
        .startsWith("100000.0", "500000.0")
        .endsWith("1.0E8", "+Inf");
  }

  @Test
  void theLengthOfASharedQueueIsNotSummed() {
    JobMetrics jobs =
        JobMetrics.register(
            registry, JobSettings.DEFAULT.withQueue(JobSettings.Queue.SHARED).withPrefix("p_"));

    jobs.setPending(40);
    jobs.enqueue().start(1);

    assertThat(Exposed.samples(registry))
        .contains("p_processing_jobs_pending 40.0", "p_processing_jobs_active 1.0");
    assertThat(registry.droppedRecordings()).isZero();
    assertThat(registry.read())
        .filteredOn(view -> view.family().name().equals("p_processing_jobs_pending"))
        .extracting(view -> view.family().gaugeMode())
        .containsExactly(GaugeMode.LIVEMOSTRECENT);
  }

  @Test
  void theBucketsAreTheApplicationsChoice() {
    JobSettings settings =
        JobSettings.DEFAULT.withDurationSeconds(List.of(2.0)).withSizeBytes(List.of(3.0));
    JobMetrics.register(registry, settings).start(1).close();

    assertThat(Exposed.bounds(registry, "processing_duration_seconds"))
        .containsExactly("2.0", "+Inf");
    assertThat(Exposed.bounds(registry, "processing_input_size_bytes"))
        .containsExactly("3.0", "+Inf");
  }

  private static void failBefore(RunningJob job) {
    assertThat(job).isNotNull();
    throw new IllegalStateException("meant to fail");
  }

  private void assertGauges(int pending, int active) {
    assertThat(Exposed.samples(registry))
        .contains(
            "processing_jobs_pending " + pending + ".0", "processing_jobs_active " + active + ".0");
  }
}
