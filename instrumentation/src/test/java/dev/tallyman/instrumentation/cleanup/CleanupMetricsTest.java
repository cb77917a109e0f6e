package dev.tallyman.instrumentation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class CleanupMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void whatARunDoesIsCounted() {
    CleanupMetrics cleanup = CleanupMetrics.register(registry);

    cleanup.runStarted();
    cleanup.fileDeleted(3_000);
    cleanup.fileDeleted(892);
    cleanup.failed();

    assertThat(Exposed.samples(registry))
        .containsExactly(
            "cleanup_bytes_freed_total 3892.0",
            "cleanup_errors_total 1.0",
            "cleanup_files_deleted_total 2.0",
            "cleanup_runs_total 1.0");
    assertThat(Exposed.types(registry)).allMatch(type -> type.endsWith(" counter"));
  }

  @Test
  void thePrefixIsTheApplicationsChoice() {
    CleanupMetrics.register(registry, "nightly_").runStarted();

    assertThat(Exposed.samples(registry)).contains("nightly_cleanup_runs_total 1.0");
  }
}
