package dev.tallyman.examples.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The aggregator's page at the service's own address, where three of the documents have it. What a
 * scraper asks for and may see is the aggregator's to say.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: an aggregator out of reach is a 502.
 */
final class MetricsPage implements Action {
  private static final List<String> ASKED = List.of("Accept", "Accept-Encoding", "Authorization");
  private static final List<String> TOLD =
      List.of("Content-Type", "Content-Encoding", "Vary", "WWW-Authenticate");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI page;

  MetricsPage(URI page) {
    this.page = page;
  }

  @Override
  public Reply answer(Call call) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(page).timeout(PATIENCE);
    for (String name : ASKED) {
      String value = call.header(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return reply(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      return Reply.problem(502, "no answer from the aggregator at " + page + ": " + e.getMessage());
    }
  }

  private static Reply reply(HttpResponse<byte[]> answer) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : TOLD) {
      answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    return new Reply(answer.statusCode(), headers, ByteBuffer.wrap(answer.body()));
  }
}
