package dev.tallyman.dashboard;

import dev.tallyman.dashboard.peer.Peer;
import dev.tallyman.dashboard.peer.PeerException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The aggregator, over HTTP.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: an aggregator that can't be reached, or not in time, is a {@link Problem.Found} that
 * names its address.
 */
final class Aggregator {
  private static final String PATH = "/metrics";

  /** A million series and more; beyond it a worker would rather say no than run out of memory. */
  private static final int LIMIT_BYTES = 256 << 20;

  /** As long as Prometheus waits for a scrape. */
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final Peer peer;

  Aggregator(URI base, Executor executor, Duration timeout) {
    this.peer = new Peer(base, executor, timeout);
  }

  /** Where it is. */
  String url() {
    return peer.url("");
  }

  /**
   * Asks for the merged metrics.
   *
   * @param names which ones; all if empty
   * @param headers the request's headers
   */
  CompletableFuture<HttpResponse<byte[]>> metrics(List<String> names, Map<String, String> headers) {
    String query =
        names.stream()
            .map(name -> "name%5B%5D=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", names.isEmpty() ? "" : "?", ""));
    return get(PATH, query, headers);
  }

  /**
   * Asks for something in JSON.
   *
   * @param query empty, or encoded parameters behind a question mark
   */
  CompletableFuture<HttpResponse<byte[]>> json(
      String path, String query, Map<String, String> headers) {
    return get(path, query, headers);
  }

  private CompletableFuture<HttpResponse<byte[]>> get(
      String path, String query, Map<String, String> headers) {
    return peer.get(path, query, headers, LIMIT_BYTES)
        .exceptionally(
            failure -> {
              throw unavailable(failure, path);
            });
  }

  /** What to answer if the aggregator's page is of no use. */
  Problem.Found badGateway(String detail) {
    return badGateway(detail, PATH);
  }

  /** What to answer if the aggregator's answer at a path is of no use. */
  Problem.Found badGateway(String detail, String path) {
    return problem(HttpStatus.BAD_GATEWAY_502, detail, path);
  }

  private RuntimeException unavailable(Throwable failure, String path) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof PeerException peerFailure)) {
      return new CompletionException(cause);
    }
    return switch (peerFailure.reason()) {
      case LATE ->
          problem(HttpStatus.GATEWAY_TIMEOUT_504, "the aggregator did not answer in time", path);
      case UNREACHABLE -> badGateway("the aggregator can't be reached", path);
      case BROKEN_OFF -> badGateway("the aggregator broke off its answer", path);
      case TOO_LARGE -> badGateway("the aggregator's answer is too large", path);
    };
  }

  private Problem.Found problem(int status, String detail, String path) {
    String url = peer.url(path);
    return new Problem.Found(new Problem(status, detail + ": " + url, Map.of("aggregator", url)));
  }
}
