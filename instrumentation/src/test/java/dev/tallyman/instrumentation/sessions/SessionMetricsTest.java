package dev.tallyman.instrumentation.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class SessionMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final SessionMetrics metrics = SessionMetrics.register(registry, "digital_actors_");

  @Test
  void requestsAreCountedBySceneCharacterAndEnd() {
    try (SessionRequest request = metrics.request("tavern", "bard")) {
      request.succeeded();
    }
    metrics.request("tavern", "bard").close();
    metrics.error("llm");

    assertThat(Exposed.samples(registry))
        .contains(
            "digital_actors_requests_total{character=\"bard\",scene=\"tavern\",status=\"success\"}"
                + " 1.0",
            "digital_actors_requests_total{character=\"bard\",scene=\"tavern\",status=\"error\"}"
                + " 1.0",
            "digital_actors_response_time_seconds_count{character=\"bard\",scene=\"tavern\"} 2",
            "digital_actors_errors_total{type=\"llm\"} 1.0");
  }

  @Test
  void aSessionIsActiveUntilItIsClosed() {
    Session first = metrics.open();
    try (Session second = metrics.open()) {
      first.close();
      first.close();

      assertThat(Exposed.samples(registry)).contains("digital_actors_active_sessions 1.0");
      assertThat(second).isNotSameAs(first);
    }

    assertThat(Exposed.samples(registry)).contains("digital_actors_active_sessions 0.0");
  }

  @Test
  void theTypesAreTheDocumentsAndTheBucketsAreTheApplicationsChoice() {
    MetricRegistry other = MetricRegistry.inHeap();
    SessionMetrics chosen = SessionMetrics.register(other, "play_", 1, 2);
    chosen.request("tavern", "bard").close();
    chosen.error("tts");

    assertThat(Exposed.types(other))
        .containsExactly(
            "play_active_sessions gauge",
            "play_errors_total counter",
            "play_requests_total counter",
            "play_response_time_seconds histogram");
    assertThat(Exposed.bounds(other, "play_response_time_seconds"))
        .containsExactly("1.0", "2.0", "+Inf");
  }
}
