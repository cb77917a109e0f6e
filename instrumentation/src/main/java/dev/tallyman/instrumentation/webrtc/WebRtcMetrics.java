package dev.tallyman.instrumentation.webrtc;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.Locale;

/**
 * WebRTC connections: {@code webrtc_connections_total{status}}, {@code webrtc_connections_active},
 * {@code webrtc_datachannel_messages_total{direction}}, {@code webrtc_ice_candidates_total} and
 * {@code webrtc_connection_state_changes_total{state}}.
 *
 * <pre>{@code
 * WebRtcMetrics metrics =
 *     WebRtcMetrics.register(MetricRegistry.defaultRegistry(), "chedweb_");
 * ...
 * metrics.stateChanged(WebRtcMetrics.State.CONNECTED);
 * try (PeerConnection connection = metrics.connected()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>The statuses are {@code success} and {@code failed}, the directions {@code sent} and {@code
 * received}; all of them are there from the start, so that a ratio of them is never without an
 * answer.
 *
 * <p>Gauge mode: active connections are summed over the live workers ({@link GaugeMode#LIVESUM}):
 * those of a dead one are gone.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class WebRtcMetrics {
  private final CounterDataPoint success;
  private final CounterDataPoint failed;
  private final Gauge active;
  private final CounterDataPoint sent;
  private final CounterDataPoint received;
  private final Counter candidates;
  private final Counter stateChanges;

  private WebRtcMetrics(MetricRegistry registry, String prefix) {
    Counter connections =
        counter(prefix + "webrtc_connections_total", "Connections tried, by how that ended.")
            .labelNames("status")
            .register(registry);
    success = connections.labelValues("success");
    failed = connections.labelValues("failed");
    active =
        Gauge.builder()
            .name(prefix + "webrtc_connections_active")
            .help("Connections that are up.")
            .multiprocessMode(GaugeMode.LIVESUM)
            .register(registry);
    Counter messages =
        counter(prefix + "webrtc_datachannel_messages_total", "Messages, by direction.")
            .labelNames("direction")
            .register(registry);
    sent = messages.labelValues("sent");
    received = messages.labelValues("received");
    candidates =
        counter(prefix + "webrtc_ice_candidates_total", "ICE candidates processed.")
            .register(registry);
    stateChanges =
        counter(
                prefix + "webrtc_connection_state_changes_total",
                "Changes of a connection's state, by the new state.")
            .labelNames("state")
            .register(registry);
  }

  /** What a connection can be, by the names that the standard gives. */
  public enum State {
    NEW,
    CONNECTING,
    CONNECTED,
    DISCONNECTED,
    FAILED,
    CLOSED
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static WebRtcMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names. */
  public static WebRtcMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static WebRtcMetrics register(MetricRegistry registry, String prefix) {
    return new WebRtcMetrics(registry, prefix);
  }

  /** A connection is up; it is gone when it is closed. */
  public PeerConnection connected() {
    success.inc();
    active.inc();
    return new PeerConnection(active);
  }

  /** A connection did not come up. */
  public void connectionFailed() {
    failed.inc();
  }

  /** A message was sent over a data channel. */
  public void messageSent() {
    sent.inc();
  }

  /** A message was received over a data channel. */
  public void messageReceived() {
    received.inc();
  }

  /** A candidate for a connection's path was processed. */
  public void iceCandidateProcessed() {
    candidates.inc();
  }

  /** A connection has another state. */
  public void stateChanged(State state) {
    stateChanges.labelValues(state.name().toLowerCase(Locale.ROOT)).inc();
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }
}
