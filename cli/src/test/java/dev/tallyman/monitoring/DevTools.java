package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The DevTools protocol to one tab of a browser.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} with what the browser says
 * against a request.
 */
final class DevTools implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 20;

  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final WebSocket socket;

  private DevTools(URI address) {
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Messages())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  static DevTools connect(URI address) {
    return new DevTools(address);
  }

  /** Asks and waits for the answer. */
  JsonNode ask(String method, Map<String, Object> parameters) {
    int id = asked.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    Map<String, Object> message = Map.of("id", id, "method", method, "params", parameters);
    socket.sendText(JSON.valueToTree(message).toString(), true).join();
    JsonNode told = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (told.has("error")) {
      throw new AssertionError(method + ": " + told.path("error"));
    }
    return told.path("result");
  }

  /** Errors and warnings of the console since the last call. */
  List<String> complaints() {
    List<String> taken = new ArrayList<>();
    for (String next = complaints.poll(); next != null; next = complaints.poll()) {
      taken.add(next);
    }
    return taken;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> waiting = pending.remove(message.path("id").asInt());
      if (waiting != null) {
        waiting.complete(message);
      }
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
      case "Runtime.consoleAPICalled" -> complain(parameters.path("type").asText(), parameters);
      case "Log.entryAdded" -> complain(parameters.at("/entry/level").asText(), parameters);
      default -> {}
    }
  }

  private void complain(String level, JsonNode what) {
    if (level.equals("error") || level.equals("warning")) {
      complaints.add(what.toString());
    }
  }

  /** Puts messages together that come in parts. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      parts.append(part);
      if (isLast) {
        String whole = parts.toString();
        parts.setLength(0);
        take(Repository.parsedJson(whole));
      }
      from.request(1);
      return null;
    }
  }
}
