package dev.tallyman.instrumentation.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesView;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();

  @Test
  void thePrefixAndTheBucketsAreTheApplicationsChoice() {
    HttpMetrics metrics = HttpMetrics.register(registry, "shop_", 1, 2);

    metrics.record("GET", "/cart", 200, TimeUnit.MILLISECONDS.toNanos(1500));

    assertThat(registry.read())
        .extracting(view -> view.family().name())
        .containsExactly("shop_http_requests", "shop_http_request_duration_seconds");
    FamilyView durations = registry.read().get(1);
    assertThat(durations.family().upperBounds()).containsExactly(1.0, 2.0);
    SeriesView series = durations.series().get(0);
    assertThat(series.bucketCount(0)).isZero();
    assertThat(series.bucketCount(1)).isEqualTo(1);
    assertThat(series.sum()).isEqualTo(1.5);
  }

  @Test
  void theDefaultBucketsReachFromFiveMillisecondsToTenSeconds() {
    HttpMetrics.register(registry).record("GET", "/", 200, 1);

    assertThat(registry.read().get(1).family().upperBounds()).startsWith(0.005).endsWith(10.0);
  }

  @Test
  void aStatusThatIsNoneIsZero() {
    HttpMetrics metrics = HttpMetrics.register(registry);

    for (int status : new int[] {Integer.MIN_VALUE, -1, 99, 600, Integer.MAX_VALUE}) {
      metrics.record("GET", "/", status, 1);
    }
    metrics.record("GET", "/", 100, 1);
    metrics.record("GET", "/", 599, 1);

    assertThat(registry.read().get(0).series())
        .extracting(series -> series.labels().values().get(2) + "=" + series.value())
        .containsExactly("0=5.0", "100=1.0", "599=1.0");
  }

  @Test
  void methodsAreTakenAsTheyAreWritten() {
    HttpMetrics metrics = HttpMetrics.register(registry);

    metrics.record("get", null, 400, 1);

    assertThat(registry.read().get(0).series().get(0).labels().values())
        .isEqualTo(List.of("OTHER", "(unknown)", "400"));
  }

  @Test
  void errorsAndRequestsInProgressAreThereIfWanted() {
    HttpMetrics metrics = HttpMetrics.register(registry, "chedweb_").withErrors().withInProgress();

    HttpRequest answered = metrics.start("POST");
    HttpRequest waiting = metrics.start("GET");
    answered.end("/api/run", 503);
    answered.end("/api/run", 200);

    assertThat(Exposed.types(registry))
        .containsExactly(
            "chedweb_http_errors_total counter",
            "chedweb_http_request_duration_seconds histogram",
            "chedweb_http_requests_in_progress gauge",
            "chedweb_http_requests_total counter");
    assertThat(Exposed.samples(registry))
        .contains(
            "chedweb_http_requests_in_progress 1.0",
            "chedweb_http_requests_total{endpoint=\"/api/run\",method=\"POST\",status=\"503\"} 1.0",
            "chedweb_http_errors_total{endpoint=\"/api/run\",method=\"POST\",status=\"503\"} 1.0");
    waiting.end(null, 399);
    assertThat(Exposed.samples(registry))
        .contains("chedweb_http_requests_in_progress 0.0")
        .filteredOn(sample -> sample.startsWith("chedweb_http_errors_total"))
        .hasSize(1);
  }

  @Test
  void registeredTwiceTheyAreTheSame() {
    HttpMetrics.register(registry).record("GET", "/", 200, 1);
    HttpMetrics.register(registry).record("GET", "/", 200, 1);

    assertThat(registry.read().get(0).series().get(0).value()).isEqualTo(2);
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    Gauge.builder().name("http_requests").register(registry);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpMetrics.register(registry))
        .withMessageContaining("http_requests");
  }
}
