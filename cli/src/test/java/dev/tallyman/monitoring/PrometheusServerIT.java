package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The fixture that other tests lean on. */
final class PrometheusServerIT {

  @Test
  void withNativeHistogramsItAsksForProtobuf() throws IOException {
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    HttpServer page =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    page.createContext(
        "/metrics",
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("Accept"));
          byte[] text = "answer 42\n".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    page.start();
    String address = "127.0.0.1:" + page.getAddress().getPort();
    String configuration = PrometheusServer.scraping(address, "/metrics");

    try (PrometheusServer prometheus = PrometheusServer.start(configuration, "native-histograms")) {
      prometheus.awaitFirstScrape();

      prometheus.awaitValue("answer", 42);
      assertThat(asked).allMatch(accept -> accept.startsWith("application/vnd.google.protobuf;"));
    } finally {
      page.stop(0);
    }
  }

  @Test
  void aBadConfigurationFailsWithTheReasonThatPrometheusGives() {
    assertThatThrownBy(() -> PrometheusServer.start("scrape_konfigs: []"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("field scrape_konfigs not found");
  }
}
