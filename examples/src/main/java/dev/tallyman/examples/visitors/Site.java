package dev.tallyman.examples.visitors;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A service, as its visitors see it.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link IOException} if there is no answer within ten seconds.
 */
public final class Site {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI address;
  private final HttpClient client;

  /** The service at an address. */
  public Site(URI address) {
    this.address = address;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
  }

  /** Reads. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody(), "text/plain");
  }

  /** Sends JSON. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send("POST", path, BodyPublishers.ofString(json), "application/json");
  }

  /** Sends bytes. */
  public HttpResponse<String> upload(String path, byte[] bytes)
      throws IOException, InterruptedException {
    return send("POST", path, BodyPublishers.ofByteArray(bytes), "application/octet-stream");
  }

  /** Opens a WebSocket. */
  public CompletableFuture<WebSocket> open(String path, WebSocket.Listener listener) {
    URI socket = URI.create("ws" + address.resolve(path).toString().substring("http".length()));
    return client.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(socket, listener);
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body, String type)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .method(method, body)
            .header("Content-Type", type)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
