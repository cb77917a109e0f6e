package dev.tallyman.monitoring;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The page that a system's document describes, {@code cli/src/test/systems/NAME.prom}, served to a
 * Prometheus. Its counters and histograms grow by what the file says at every scrape.
 *
 * <p>Threading: safe for all threads. Failure: {@link UncheckedIOException} when the file is not
 * there.
 */
final class DocumentedPage implements AutoCloseable {
  /** Series that are there only once something has gone wrong. */
  private static final Pattern FAILURE =
      Pattern.compile(
          "status=\"([45]..|error|timeout|fail\\w*)\"|_(errors|failures|misses|retries)_total"
              + "|slow_queries|timeouts_total");

  private final HttpServer server;

  private DocumentedPage(HttpServer server) {
    this.server = server;
  }

  /** With everything that the document knows of. */
  static DocumentedPage of(String system) {
    return serving(system, line -> true);
  }

  /** As a system that nothing ever failed in has it: what counts failures is absent, not 0. */
  static DocumentedPage withoutFailures(String system) {
    return serving(system, line -> !FAILURE.matcher(line).find());
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static DocumentedPage serving(String system, Predicate<String> kept) {
    List<String> lines =
        Repository.text("cli/src/test/systems/" + system + ".prom").lines().filter(kept).toList();
    AtomicInteger scrapes = new AtomicInteger();
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            byte[] text = page(lines, scrapes.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
          });
      server.start();
      return new DocumentedPage(server);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve: system=" + system, e);
    }
  }

  private static String page(List<String> lines, int scrape) {
    StringBuilder page = new StringBuilder();
    boolean grows = false;
    for (String line : lines) {
      if (line.startsWith("# TYPE ")) {
        grows = !line.endsWith(" gauge");
      }
      int value = line.lastIndexOf(' ') + 1;
      if (grows && !line.startsWith("#")) {
        double added = Double.parseDouble(line.substring(value));
        page.append(line, 0, value).append(added * scrape).append('\n');
      } else {
        page.append(line).append('\n');
      }
    }
    return page.toString();
  }
}
