package dev.tallyman.instrumentation.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class ErrorMetricsTest {
  @Test
  void errorsAreCountedByTypeAndComponent() {
    MetricRegistry registry = MetricRegistry.inHeap();
    ErrorMetrics errors = ErrorMetrics.register(registry, "chedweb_");

    errors.error("timeout", "camera");
    errors.error(new IllegalStateException("meant to fail"), "motion");

    assertThat(Exposed.samples(registry))
        .containsExactlyInAnyOrder(
            "chedweb_errors_total{component=\"motion\",type=\"IllegalStateException\"} 1.0",
            "chedweb_errors_total{component=\"camera\",type=\"timeout\"} 1.0");
    assertThat(Exposed.types(registry)).containsExactly("chedweb_errors_total counter");
  }
}
