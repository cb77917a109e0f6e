package dev.tallyman.dashboard.peer;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A server that is asked over HTTP.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: the future fails with a {@link PeerException}; whatever status the server answers is
 * an answer.
 */
public final class Peer {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final String base;
  private final Executor executor;
  private final Duration timeout;
  private @Nullable HttpClient client;

  /**
   * Does not connect yet.
   *
   * @param base what all paths begin with
   * @param timeout how long an answer may take
   */
  public Peer(URI base, Executor executor, Duration timeout) {
    this.base = base.toString().replaceAll("/+$", "");
    this.executor = executor;
    this.timeout = timeout;
  }

  /** Where a path leads to. */
  public String url(String path) {
    return base + path;
  }

  /**
   * Asks for a page.
   *
   * @param query what comes after the path: empty, or encoded parameters behind a question mark
   * @param headers the request's headers
   * @param limitBytes how large the answer may be
   */
  public CompletableFuture<HttpResponse<byte[]>> get(
      String path, String query, Map<String, String> headers, int limitBytes) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path) + query)).timeout(timeout);
    headers.forEach(request::header);
    return client()
        .sendAsync(request.build(), answer -> new BoundedBody(limitBytes))
        .exceptionally(
            failure -> {
              throw new PeerException(reason(failure), url(path));
            });
  }

  private static PeerException.Reason reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
      if (deeper instanceof BoundedBody.TooLargeException) {
        return PeerException.Reason.TOO_LARGE;
      }
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return PeerException.Reason.UNREACHABLE;
    }
    return cause instanceof HttpTimeoutException
        ? PeerException.Reason.LATE
        : PeerException.Reason.BROKEN_OFF;
  }

  /** Made when it is first needed: it takes a good part of a worker's start. */
  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_TIMEOUT)
              .executor(executor)
              .build();
      client = known;
    }
    return known;
  }
}
