package dev.tallyman.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Hears what others would be told.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} with all that was heard.
 */
final class Webhook implements AutoCloseable {
  // A first scrape takes six seconds, a rate two scrapes, a group one second; what visitors do
  // wrong
  // in turn takes twenty, and several times that where many processes share a processor.
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  private Webhook(HttpServer server) {
    this.server = server;
  }

  static Webhook listen() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Webhook webhook = new Webhook(server);
    server.createContext(
        "/",
        exchange -> {
          webhook.heard.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return webhook;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** Waits for a message with these words in it. */
  JsonNode awaitMessage(String words) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (String message : heard) {
        if (message.contains(words)) {
          return Repository.parsedJson(message);
        }
      }
      Pause.briefly();
    }
    throw new AssertionError("never heard: words=%s, heard=%s".formatted(words, heard));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
