package dev.tallyman.instrumentation.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.instrumentation.Exposed;
import dev.tallyman.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class WebRtcMetricsTest {
  private final MetricRegistry registry = MetricRegistry.inHeap();
  private final WebRtcMetrics metrics = WebRtcMetrics.register(registry, "chedweb_");

  @Test
  void whatConnectionsDoIsCounted() {
    metrics.stateChanged(WebRtcMetrics.State.CONNECTED);
    PeerConnection connection = metrics.connected();
    metrics.connectionFailed();
    metrics.messageSent();
    metrics.messageReceived();
    metrics.messageReceived();
    metrics.iceCandidateProcessed();

    assertThat(Exposed.samples(registry))
        .containsExactly(
            "chedweb_webrtc_connection_state_changes_total{state=\"connected\"} 1.0",
            "chedweb_webrtc_connections_active 1.0",
            "chedweb_webrtc_connections_total{status=\"failed\"} 1.0",
            "chedweb_webrtc_connections_total{status=\"success\"} 1.0",
            "chedweb_webrtc_datachannel_messages_total{direction=\"received\"} 2.0",
            "chedweb_webrtc_datachannel_messages_total{direction=\"sent\"} 1.0",
            "chedweb_webrtc_ice_candidates_total 1.0");
    connection.close();
    connection.close();
    assertThat(Exposed.samples(registry)).contains("chedweb_webrtc_connections_active 0.0");
  }

  @Test
  void theTypesAreTheDocuments() {
    metrics.stateChanged(WebRtcMetrics.State.NEW);

    assertThat(Exposed.types(registry))
        .containsExactly(
            "chedweb_webrtc_connection_state_changes_total counter",
            "chedweb_webrtc_connections_active gauge",
            "chedweb_webrtc_connections_total counter",
            "chedweb_webrtc_datachannel_messages_total counter",
            "chedweb_webrtc_ice_candidates_total counter");
  }
}
