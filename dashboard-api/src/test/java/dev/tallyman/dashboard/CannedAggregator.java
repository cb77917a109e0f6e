package dev.tallyman.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A peer, an aggregator most often, that gives the same answer to everybody and remembers who
 * asked.
 */
public final class CannedAggregator implements AutoCloseable {
  public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  public record Asked(URI uri, Headers headers) {}

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
  private final Map<String, byte[]> answersByQuery = new ConcurrentHashMap<>();
  private volatile int status = 200;
  private volatile Headers headers = new Headers();
  private volatile byte[] body = new byte[0];
  private volatile boolean brokenOff;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean silent;

  public CannedAggregator() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public CannedAggregator answers(int newStatus, String contentType, String page) {
    return answers(newStatus, contentType, page.getBytes(StandardCharsets.UTF_8));
  }

  public CannedAggregator answers(int newStatus, String contentType, byte[] page) {
    status = newStatus;
    body = page;
    headers = new Headers();
    return with("Content-Type", contentType);
  }

  public CannedAggregator with(String header, String value) {
    headers.set(header, value);
    return this;
  }

  /** At this path it answers with this document in JSON. */
  public CannedAggregator tells(String path, String document) {
    documents.put(path, document.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Who asks for exactly this in PromQL gets this document in JSON. */
  public CannedAggregator tellsOf(String promql, String document) {
    answersByQuery.put(
        "query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8) + "&",
        document.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** From now on no answer has an end. */
  public void breaksOff() {
    brokenOff = true;
  }

  /** From now on nobody gets an answer. */
  public void fallsSilent() {
    silent = true;
  }

  public int askedTimes() {
    return asked.size();
  }

  public Asked lastAsked() {
    return asked.get(asked.size() - 1);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(new Asked(exchange.getRequestURI(), exchange.getRequestHeaders()));
      if (silent) {
        awaitClosing();
      }
      byte[] document = document(exchange.getRequestURI());
      if (document != null) {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, document.length);
        exchange.getResponseBody().write(document);
        return;
      }
      exchange.getResponseHeaders().putAll(headers);
      exchange.sendResponseHeaders(status, brokenOff ? body.length + 1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private byte @Nullable [] document(URI address) {
    String query = address.getRawQuery();
    for (Map.Entry<String, byte[]> each : answersByQuery.entrySet()) {
      if (query != null && query.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return documents.get(address.getPath());
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
