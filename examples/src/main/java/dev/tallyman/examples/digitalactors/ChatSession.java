package dev.tallyman.examples.digitalactors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallyman.instrumentation.sessions.SessionMetrics;
import dev.tallyman.instrumentation.sessions.SessionRequest;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's connection. Each message is answered by a text, {@code {"id", "status", "text"}}, and
 * if there is speech by its bytes.
 *
 * <p>Threading: the web server calls one method at a time, on a thread that may wait; the next
 * message is read when the one before is answered.
 *
 * <p>Failure: a message without an answer gets status {@code error} and why.
 */
public final class ChatSession implements Session.Listener.AutoDemanding {
  private static final System.Logger LOG = System.getLogger(ChatSession.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whatever visitors come up with must not become values of labels. */
  private static final String NOBODY = "unknown";

  private final Cast cast;
  private final Dialogue dialogue;
  private final SessionMetrics metrics;
  private @Nullable Session connection;
  private dev.tallyman.instrumentation.sessions.@Nullable Session active;

  ChatSession(Cast cast, Dialogue dialogue, SessionMetrics metrics) {
    this.cast = cast;
    this.dialogue = dialogue;
    this.metrics = metrics;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    connection = opened;
    active = metrics.open();
  }

  @Override
  public void onWebSocketText(String json) {
    handleMessage(Message.read(json));
  }

  @Override
  public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
    if (active != null) {
      active.close();
    }
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "a visitor is gone without a word", cause);
  }

  private void handleMessage(Message message) {
    Optional<Role> role = cast.find(message.scene(), message.character());
    String scene = role.map(Role::scene).orElse(NOBODY);
    String character = role.map(Role::character).orElse(NOBODY);
    try (SessionRequest request = metrics.request(scene, character)) {
      message.check();
      Dialogue.Answer answer = dialogue.answer(message, role.orElseThrow(ChatSession::nobody));
      request.succeeded();
      send(message, "success", answer.text());
      speak(answer.speech());
    } catch (NoAnswerException e) {
      metrics.error(e.fault().type());
      LOG.log(System.Logger.Level.DEBUG, "no answer: type=" + e.fault().type(), e);
      send(message, "error", e.fault().type() + ": " + e.getMessage());
    }
  }

  private static NoAnswerException nobody() {
    return new NoAnswerException(Fault.VALIDATION, "there is no such character in that scene");
  }

  private void send(Message message, String status, String text) {
    ObjectNode answer =
        JSON.createObjectNode().put("id", message.id()).put("status", status).put("text", text);
    if (connection != null) {
      // A visitor who hung up misses it; that is no failure of ours.
      connection.sendText(answer.toString(), Callback.NOOP);
    }
  }

  private void speak(ByteBuffer speech) {
    if (connection != null) {
      connection.sendBinary(speech, Callback.NOOP);
    }
  }
}
