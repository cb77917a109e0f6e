package dev.tallyman.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.exposition.Format;
import dev.tallyman.exposition.NameFilter;
import dev.tallyman.exposition.Page;
import dev.tallyman.exposition.PageWriter;
import dev.tallyman.exposition.Reading;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
  private static final String PLAIN = "text/plain; charset=utf-8";

  private final List<Reading> reading = Reading.ofEveryType();
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private MetricsServer server;

  @BeforeEach
  void start() throws BindException {
    server =
        MetricsServer.start(
            Servers.settings(null),
            new Served(page -> page.accept(reading), ready::get, report -> {}, Map.of()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply get(String path, String... headers) {
    return Reply.get(server.port(), path, headers);
  }

  private byte[] page(Format format) {
    Page page = new Page();
    new PageWriter().write(format, reading, NameFilter.EVERYTHING, page);
    byte[] bytes = new byte[page.length()];
    page.content().get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/metrics/", "/metrics?", "/metrics/?a=b"})
  void scrapesAreAnsweredWithAndWithoutASlash(String path) {
    Reply reply = get(path);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo(Format.TEXT.contentType());
    assertThat(reply.body()).isEqualTo(page(Format.TEXT));
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatIsServedToThoseWhoAskForIt(Format format) {
    Reply reply = get("/metrics", "Accept: " + format.contentType());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo(format.contentType());
    assertThat(reply.body()).isEqualTo(page(format));
    assertThat(reply.header("content-length")).isEqualTo(String.valueOf(reply.body().length));
  }

  @Test
  void severalAcceptHeadersAreReadAsOne() {
    Reply reply =
        get("/metrics", "Accept: text/plain;q=0.5", "Accept: application/openmetrics-text");

    assertThat(reply.header("content-type")).isEqualTo(Format.OPEN_METRICS.contentType());
  }

  @Test
  void cachesAreToldWhatThePageDependsOn() {
    assertThat(get("/metrics").headers())
        .containsEntry("vary", "Accept, Accept-Encoding")
        .containsEntry("cache-control", "no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "deflate, gzip;q=0.1",
        "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "*",
        "identity;q=0.5, gzip",
      })
  void pagesAreCompressedForThoseWhoTakeIt(String accepted) throws IOException {
    Reply reply = get("/metrics", "Accept-Encoding: " + accepted);

    assertThat(reply.header("content-encoding")).isEqualTo("gzip");
    assertThat(reply.header("content-length")).isEqualTo(String.valueOf(reply.body().length));
    assertThat(reply.unzipped().getBytes(StandardCharsets.UTF_8)).isEqualTo(page(Format.TEXT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "identity", "br", "gzip;q=0", "gzip;q=0, *", "identity, gzip;q=0.5", "*;q=0"})
  void pagesAreNotCompressedForTheOthers(String accepted) {
    Reply reply = get("/metrics", "Accept-Encoding: " + accepted);

    assertThat(reply.headers()).doesNotContainKey("content-encoding");
    assertThat(reply.body()).isEqualTo(page(Format.TEXT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics?name[]=requests_calls_total&name[]=mode",
        "/metrics/?name%5B%5D=requests_calls&name%5B%5D=mode",
      })
  void namesSayWhichFamiliesAreShown(String path) {
    assertThat(get(path).text().lines().filter(line -> line.startsWith("# TYPE")))
        .containsExactly("# TYPE mode gauge", "# TYPE requests_calls_total counter");
  }

  @Test
  void headIsGetWithoutTheBody() {
    for (String path : List.of("/metrics", "/metrics/", "/", "/-/healthy", "/-/ready", "/none")) {
      Reply head = Reply.to(server.port(), "HEAD " + path, "Accept-Encoding: gzip");
      Reply get = get(path, "Accept-Encoding: gzip");

      assertThat(head.status()).as(path).isEqualTo(get.status());
      assertThat(lasting(head.headers())).as(path).isEqualTo(lasting(get.headers()));
      assertThat(head.body()).as(path).isEmpty();
    }
  }

  private static Map<String, String> lasting(Map<String, String> headers) {
    Map<String, String> lasting = new TreeMap<>(headers);
    lasting.remove("date");
    return lasting;
  }

  @Test
  void theLandingPageLeadsOn() {
    Reply reply = get("/");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(reply.text())
        .contains("Tallyman 1.2.3")
        .contains("href=\"metrics\"", "href=\"-/healthy\"", "href=\"-/ready\"");
  }

  @Test
  void healthIsAnswered() {
    Reply reply = get("/-/healthy");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("healthy\n");
  }

  @Test
  void readinessFollowsTheSupplier() {
    assertThat(get("/-/ready").status()).isEqualTo(200);

    ready.set(false);

    Reply reply = get("/-/ready");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.text()).isEqualTo("not ready\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metric", "/metrics/x", "/-/", "/favicon.ico", "/METRICS"})
  void otherPathsAreNotFound(String path) {
    Reply reply = get(path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("content-type")).isEqualTo(PLAIN);
    assertThat(reply.text()).isEqualTo("not found\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"})
  void otherMethodsAreNotAllowed(String method) {
    Reply reply = Reply.to(server.port(), method + " /metrics", "Content-Length: 0");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("GET, HEAD");
    assertThat(reply.header("content-type")).isEqualTo(PLAIN);
    assertThat(reply.text()).isEqualTo("method not allowed\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /metrics?name[]=%zz",
        "GET /metrics?name[]=%ff",
        "GET /%zz",
        "GET /metrics//",
        "G@T /"
      })
  void whatCannotBeReadIsABadRequest(String request) {
    Reply reply = Reply.to(server.port(), request);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("content-type")).isEqualTo(PLAIN);
    assertThat(reply.text()).isEqualTo("bad request\n");
  }

  @Test
  void theServerDoesNotSayWhatItIsMadeOf() {
    assertThat(get("/metrics").headers()).doesNotContainKeys("server", "x-powered-by");
    assertThat(get("/none").text()).doesNotContainIgnoringCase("jetty");
  }

  @Test
  void aTakenPortIsNamed() {
    ServerSettings taken = new ServerSettings("127.0.0.1", server.port(), null, "1");

    assertThatThrownBy(() -> MetricsServer.start(taken, Servers.served(page -> {})))
        .isInstanceOf(BindException.class)
        .hasMessage("can't listen: host=127.0.0.1, port=%d: Address already in use", server.port());
  }

  @Test
  void aHostThatIsNotOursIsNamed() {
    ServerSettings strange = new ServerSettings("host.invalid", 8001, null, "1");

    assertThatThrownBy(() -> MetricsServer.start(strange, Servers.served(page -> {})))
        .isInstanceOf(BindException.class)
        .hasMessageStartingWith("can't listen: host=host.invalid, port=8001: ");
  }

  @Test
  void onlyTheGivenAddressIsBound() {
    try (Socket socket = new Socket()) {
      assertThatThrownBy(
              () -> socket.connect(new InetSocketAddress("127.0.0.2", server.port()), 5_000))
          .isInstanceOf(IOException.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
