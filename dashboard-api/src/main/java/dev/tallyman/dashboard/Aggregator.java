package dev.tallyman.dashboard;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * The aggregator, over HTTP.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: an aggregator that can't be reached, or not in time, is a {@link Problem.Found} that
 * names its address.
 */
final class Aggregator {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** As long as Prometheus waits for a scrape. */
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final String metricsUrl;
  private final Executor executor;
  private final Duration timeout;
  private @Nullable HttpClient client;

  Aggregator(URI base, Executor executor, Duration timeout) {
    this.metricsUrl = base.toString().replaceAll("/+$", "") + "/metrics";
    this.executor = executor;
    this.timeout = timeout;
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
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(metricsUrl + query)).timeout(timeout);
    headers.forEach(request::header);
    return client()
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
        .exceptionally(
            failure -> {
              throw unreachable(failure);
            });
  }

  /** What to answer if the aggregator's answer is of no use. */
  Problem.Found badGateway(String detail) {
    return problem(HttpStatus.BAD_GATEWAY_502, detail);
  }

  private Problem.Found unreachable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof HttpTimeoutException) {
      return problem(HttpStatus.GATEWAY_TIMEOUT_504, "the aggregator did not answer in time");
    }
    return badGateway(
        cause instanceof ConnectException
            ? "the aggregator can't be reached"
            : "the aggregator broke off its answer");
  }

  private Problem.Found problem(int status, String detail) {
    return new Problem.Found(
        new Problem(status, detail + ": " + metricsUrl, Map.of("aggregator", metricsUrl)));
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
