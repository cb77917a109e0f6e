package dev.tallyman.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What answers where an aggregator should, and what it says of itself.
 *
 * <p>Threading: immutable.
 *
 * @param status the HTTP status of its page
 * @param samples what it counts of itself; empty if it is no aggregator
 * @param workers the ids of all workers that it knows; nothing if it does not tell all
 */
record AggregatorPage(int status, List<Sample> samples, Optional<Set<UUID>> workers) {
  static final String BUILD = "tallyman_build_info";
  static final String SKIPPED = "tallyman_files_skipped";
  static final String CONFLICTS = "tallyman_conflicts";
  static final String LEFT_OUT = "tallyman_metrics_left_out";
  static final String FOLDS = "tallyman_folds_total";
  static final String WAITING = "tallyman_files_waiting";

  private static final String PAGE =
      List.of(BUILD, SKIPPED, CONFLICTS, LEFT_OUT, FOLDS, WAITING).stream()
          .collect(Collectors.joining("&name%5B%5D=", "/metrics?name%5B%5D=", ""));
  private static final String WORKERS = "/api/v1/workers";

  /** As Prometheus asks, so that what this page leaves out is what Prometheus' own does. */
  private static final String ACCEPT =
      "text/plain;version=1.0.0;escaping=allow-utf-8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BYTES_LIMIT = 4 << 20;
  private static final int OK = 200;

  private static final Pattern SAMPLE =
      Pattern.compile("(tallyman_\\w+)(?:\\{(.*)\\})? ([-+.eE\\d]+)");
  private static final Pattern LABEL =
      Pattern.compile("(\\w+)=\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

  /** A sample of a page. */
  record Sample(String name, Map<String, String> labels, double value) {
    String label(String label) {
      return labels.getOrDefault(label, "");
    }
  }

  private record Answer(int status, String body) {}

  /**
   * Asks for its own metrics, and for the workers that it knows.
   *
   * @param base where, without a path
   * @throws ConnectException if nobody listens there
   * @throws IOException if who listens does not answer in time
   */
  static AggregatorPage ask(URI base, @Nullable String token) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            // Whatever proxy is set for this user is not for the loopback.
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    Answer page = answer(client, base.resolve(PAGE), token);
    List<Sample> samples = page.status == OK ? samples(page.body) : List.of();
    Answer workers =
        samples.isEmpty() ? new Answer(0, "") : answer(client, base.resolve(WORKERS), token);
    return new AggregatorPage(
        page.status, samples, workers.status == OK ? workers(workers.body) : Optional.empty());
  }

  /** Which release it is of; nothing if it is no aggregator. */
  Optional<String> release() {
    return of(BUILD).stream().map(sample -> sample.label("version")).findFirst();
  }

  List<Sample> of(String name) {
    return samples.stream().filter(sample -> sample.name.equals(name)).toList();
  }

  /** All samples of a name that are more than nothing. */
  List<Sample> above0(String name) {
    return of(name).stream().filter(sample -> sample.value > 0).toList();
  }

  private static Answer answer(HttpClient client, URI address, @Nullable String token)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", ACCEPT);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.ofByteArrayConsumer(
                part -> part.ifPresent(bytes -> addUpToLimit(bytes, body))));
    try {
      int status = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return new Answer(status, body.toString(UTF_8));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void addUpToLimit(byte[] bytes, ByteArrayOutputStream to) {
    to.write(bytes, 0, Math.min(bytes.length, BYTES_LIMIT - to.size()));
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof ConnectException) {
      IOException nobody = new ConnectException("nobody listens there");
      nobody.initCause(cause);
      return nobody;
    }
    String message = cause.getMessage();
    return new IOException(message == null ? cause.getClass().getSimpleName() : message, cause);
  }

  private static List<Sample> samples(String page) {
    List<Sample> samples = new ArrayList<>();
    for (String line : page.split("\n", -1)) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String labels = sample.group(2) == null ? "" : sample.group(2);
        samples.add(
            new Sample(sample.group(1), labels(labels), Double.parseDouble(sample.group(3))));
      }
    }
    return samples;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2).replaceAll("\\\\([\\\\\"])", "$1"));
    }
    return labels;
  }

  private static Optional<Set<UUID>> workers(String json) throws IOException {
    JsonNode told = new ObjectMapper().readTree(json);
    Set<UUID> workers = new HashSet<>();
    for (JsonNode worker : told.path("workers")) {
      String id = worker.path("id").asText();
      try {
        workers.add(UUID.fromString(id));
      } catch (IllegalArgumentException e) {
        throw new IOException("its list of workers has an id that is none: " + id, e);
      }
    }
    return told.path("truncated").asBoolean(true) ? Optional.empty() : Optional.of(workers);
  }
}
