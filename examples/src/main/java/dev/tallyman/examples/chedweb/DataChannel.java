package dev.tallyman.examples.chedweb;

import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.instrumentation.webrtc.WebRtcMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A peer's data channel: a command in every message it sends, and an answer to each.
 *
 * <p>Threading: Jetty calls it from one thread at a time.
 */
public final class DataChannel implements Session.Listener.AutoDemanding {
  /** What data channels need of their worker. */
  record Parts(Peers peers, Control control, WebRtcMetrics metrics, ErrorMetrics errors) {}

  private static final System.Logger LOG = System.getLogger(DataChannel.class.getName());

  private final Parts parts;
  private @Nullable Session session;
  private @Nullable ConnectedPeer peer;

  DataChannel(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    List<String> ids =
        opened.getUpgradeRequest().getParameterMap().getOrDefault("peer", List.of(""));
    try {
      peer = parts.peers().connect(ids.get(0)).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (peer == null) {
      opened.close(StatusCode.POLICY_VIOLATION, "no such peer", Callback.NOOP);
    }
  }

  @Override
  public void onWebSocketText(String message) {
    if (session == null || peer == null) {
      return;
    }
    parts.metrics().messageReceived();
    Callback counting =
        Callback.from(
            parts.metrics()::messageSent, failure -> parts.errors().error("send", "webrtc"));
    session.sendText(answer(message), counting);
  }

  private String answer(String message) {
    try {
      double seconds = parts.control().carryOut(Control.DATA_CHANNEL, message);
      return "{\"done\":true,\"seconds\":" + seconds + "}";
    } catch (MotionException e) {
      return "{\"done\":false,\"why\":\"" + e.why() + "\"}";
    } catch (IllegalArgumentException e) {
      return "{\"done\":false,\"why\":\"invalid\"}";
    }
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "the peer went away", cause);
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    ConnectedPeer ended = peer;
    peer = null;
    try {
      if (ended != null && status == StatusCode.NORMAL) {
        ended.closed();
      } else if (ended != null) {
        ended.lost();
      }
      callback.succeed();
    } catch (IOException e) {
      callback.fail(e);
    }
  }
}
