package dev.tallyman.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dashboard, asked over HTTP.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: an {@link IOException} that names the address.
 */
final class TopSource {
  /** Of what times average and percentile are, as the dashboard and people write it. */
  private static final String RANGE = "5M";

  private static final String AVERAGE = "average_seconds";
  private static final System.Logger LOG = System.getLogger(TopSource.class.getPackageName());
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int OK = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final String base;
  private final @Nullable String token;

  /** Shows the token, if there is one, as bearer token. */
  TopSource(URI base, @Nullable String token) {
    this.base = base.toString().replaceAll("/+$", "");
    this.token = token;
  }

  TopLook look() throws IOException {
    JsonNode workers = get("/api/v1/workers");
    JsonNode summary = get("/api/v1/summary?mode=all");
    long nanos = System.nanoTime();
    Map<String, JsonNode> lately = lately();
    String range = lately.isEmpty() ? TopLook.ALL_TIME : RANGE;
    List<TopLook.Worker> listed = new ArrayList<>();
    workers.path("workers").forEach(worker -> listed.add(worker(worker)));
    List<TopLook.Endpoint> endpoints = new ArrayList<>();
    for (JsonNode endpoint : summary.path("endpoints")) {
      JsonNode times = lately.getOrDefault(key(endpoint), MissingNode.getInstance());
      endpoints.add(endpoint(endpoint, lately.isEmpty() ? endpoint : times));
    }
    List<String> away = new ArrayList<>();
    workers.path("missing").forEach(url -> away.add(url.asText()));
    return new TopLook(base, nanos, range, listed, endpoints, away);
  }

  /**
   * How fast endpoints were lately; nothing if that is not known of any, since there is no history
   * or not enough of it.
   */
  private Map<String, JsonNode> lately() {
    Map<String, JsonNode> lately = new HashMap<>();
    try {
      JsonNode summary = get("/api/v1/summary?mode=range&from=-" + RANGE.toLowerCase(Locale.ROOT));
      for (JsonNode endpoint : summary.path("endpoints")) {
        if (endpoint.path(AVERAGE).isNumber()) {
          lately.put(key(endpoint), endpoint);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "all time is shown instead", e);
    }
    return lately;
  }

  private static String key(JsonNode endpoint) {
    return endpoint.path("method").asText() + " " + endpoint.path("endpoint").asText();
  }

  private static TopLook.Worker worker(JsonNode worker) {
    return new TopLook.Worker(
        worker.path("name").asText(),
        worker.path("state").asText(),
        worker.path("pid").asLong(),
        number(worker, "age_seconds"),
        number(worker, "cpu_ratio"),
        number(worker, "memory_bytes"),
        worker.path("series").asLong());
  }

  /** An endpoint that was called so often, and whose answers took so long. */
  private static TopLook.Endpoint endpoint(JsonNode endpoint, JsonNode times) {
    return new TopLook.Endpoint(
        endpoint.path("method").asText(),
        endpoint.path("endpoint").asText(),
        number(endpoint, "calls"),
        number(endpoint, "errors"),
        number(endpoint, "total_seconds"),
        number(times, "p95_seconds"),
        Double.NaN,
        number(times, AVERAGE));
  }

  private static double number(JsonNode of, String name) {
    return of.path(name).isNumber() ? of.path(name).asDouble() : Double.NaN;
  }

  private JsonNode get(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    if (token != null) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    try {
      int status = connection.getResponseCode();
      if (status != OK) {
        throw new IOException("it answered " + status);
      }
      try (InputStream body = connection.getInputStream()) {
        return json.readTree(body);
      }
    } catch (IOException e) {
      throw new IOException("no dashboard at " + base + ": " + e.getMessage(), e);
    }
  }
}
