package dev.tallyman.examples.chedweb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallyman.examples.service.Call;
import dev.tallyman.examples.service.Reply;
import dev.tallyman.examples.service.Routes;
import dev.tallyman.instrumentation.errors.ErrorMetrics;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What the robot offers over HTTP.
 *
 * <p>Threading: safe for all threads.
 */
final class RobotApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the requests are about. */
  record Parts(
      Peers peers, SharedSettings settings, Camera camera, Control control, ErrorMetrics errors) {}

  private final SimulatedMedia media = new SimulatedMedia();
  private final Parts parts;

  RobotApi(Parts parts) {
    this.parts = parts;
  }

  void addTo(Routes routes) {
    routes
        .add("POST", "/api/offer", this::offer)
        .add("POST", "/api/ice/{peer}", this::candidate)
        .add("GET", "/api/camera", call -> Reply.json(parts.settings().read()))
        .add("POST", "/api/camera", this::changeCamera)
        .add("GET", "/api/camera/frame", call -> frame())
        .add("POST", "/api/command", this::command)
        .add("GET", "/api/status", call -> status());
  }

  private Reply offer(Call call) throws IOException {
    parts.peers().begin();
    try {
      String answer = media.answer(json(call).path("sdp").asText());
      String peer = parts.peers().offered();
      return Reply.json(Map.of("type", "answer", "sdp", answer, "peer", peer));
    } catch (IllegalArgumentException e) {
      parts.peers().failed("invalid_offer");
      return refused(e);
    } catch (IOException e) {
      parts.peers().failed("negotiation");
      throw e;
    }
  }

  private Reply candidate(Call call) throws IOException {
    return parts.peers().addCandidate(call.path("peer"), call.text())
        ? Reply.json(Map.of("status", "ok"))
        : Reply.problem(404, "no such peer");
  }

  private Reply changeCamera(Call call) throws IOException {
    try {
      return Reply.json(parts.settings().change(json(call)));
    } catch (IllegalArgumentException e) {
      parts.errors().error("invalid_setting", "camera");
      return refused(e);
    }
  }

  private Reply frame() throws IOException {
    Optional<byte[]> frame = parts.camera().latestFrame();
    return frame.isPresent()
        ? Reply.bytes(frame.get())
        : Reply.problem(503, "the camera has no picture");
  }

  private Reply command(Call call) throws IOException {
    try {
      double seconds = parts.control().carryOut(Control.HTTP, call.text());
      return Reply.json(Map.of("done", true, "seconds", seconds));
    } catch (MotionException e) {
      return Reply.problem(503, "the motion driver has not done it: " + e.why());
    } catch (IllegalArgumentException e) {
      return refused(e);
    }
  }

  private Reply status() throws IOException {
    return Reply.json(Map.of("camera", parts.settings().read(), "peers", parts.peers().count()));
  }

  private static Reply refused(IllegalArgumentException why) {
    return Reply.problem(400, String.valueOf(why.getMessage()));
  }

  private static JsonNode json(Call call) throws IOException {
    try {
      return JSON.readTree(call.text());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
