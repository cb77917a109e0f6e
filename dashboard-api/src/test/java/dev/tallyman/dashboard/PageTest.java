package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files as a browser gets them. */
final class PageTest {
  private static final Path SOURCES =
      Path.of("src", "main", "resources", "dev", "tallyman", "dashboard", "page");
  private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"");
  private static final int LONGEST_FILE = 300;

  private final HttpClient client = HttpClient.newHttpClient();
  private final DashboardServer server =
      new DashboardServer(
          DashboardConfig.of("127.0.0.1", 0, URI.create("http://127.0.0.1:1")).withPortOfItsOwn(),
          MetricRegistry.inHeap());

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyFileOfTheSourcesIsServed() throws IOException {
    try (Stream<Path> found = Files.walk(SOURCES)) {
      assertThat(
              found.filter(Files::isRegularFile).map(file -> SOURCES.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(Page.FILES.stream(), Stream.of("index.html")).toList());
    }
  }

  @Test
  void noFileOfOursIsTooLong() throws IOException {
    for (String name : Page.FILES) {
      if (!name.startsWith("vendor/")) {
        assertThat(Files.readAllLines(SOURCES.resolve(name)))
            .as(name)
            .hasSizeLessThan(LONGEST_FILE);
      }
    }
  }

  @Test
  void allThatThePageNamesIsThereAndMayBeKeptForEver() throws Exception {
    List<String> addresses =
        ADDRESS.matcher(get("/").body()).results().map(found -> found.group(1)).toList();

    assertThat(addresses).hasSizeGreaterThan(10);
    for (String address : addresses) {
      HttpResponse<String> answer = get("/" + address);
      assertThat(answer.statusCode()).as(address).isEqualTo(200);
      assertThat(header(answer, "Cache-Control")).contains("immutable");
    }
  }

  @Test
  void everyModuleThatIsImportedIsLoadedAhead() throws Exception {
    String page = get("/").body();
    Pattern imported = Pattern.compile("from \"\\./([a-z]+\\.js)\"");

    for (String name : Page.FILES) {
      if (name.endsWith(".js") && !name.startsWith("vendor/")) {
        String script = Files.readString(SOURCES.resolve(name));
        for (MatchResult found : imported.matcher(script).results().toList()) {
          assertThat(page).as(name).contains("/" + found.group(1) + "\"");
        }
      }
    }
  }

  @Test
  void noFileOfOursMakesMarkupOfText() throws IOException {
    for (String name : Page.FILES) {
      if (!name.startsWith("vendor/")) {
        assertThat(Files.readString(SOURCES.resolve(name)))
            .as(name)
            .doesNotContain(
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "app.js, text/javascript; charset=utf-8",
    "style.css, text/css; charset=utf-8",
    "icon.svg, image/svg+xml",
    "vendor/uPlot-LICENSE.txt, text/plain; charset=utf-8"
  })
  void filesSayWhatTheyAre(String name, String type) throws Exception {
    HttpResponse<String> answer = get("/assets/whatever/" + name);

    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'self';");
  }

  @Test
  void aFileOfAnotherReleaseMustNotBeKept() throws Exception {
    assertThat(header(get("/assets/0123456789abcdef/app.js"), "Cache-Control"))
        .isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/x/index.html",
        "/assets/x/nothing.js",
        "/assets/x/",
        "/assets/x",
        "/assets/",
        "/assets/x/%2e%2e/Page.class",
        "/assets/x/../../Page.class"
      })
  void whatIsNoFileOfThePageIsNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void whoKnowsThePageIsToldThatItIsTheSame() throws Exception {
    HttpResponse<String> first = get("/");

    HttpResponse<String> again = get("/", "If-None-Match", header(first, "ETag"));
    HttpResponse<String> other = get("/", "If-None-Match", "\"another\"");

    assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(header(first, "ETag"));
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void whoTakesItCompressedGetsTheSameCompressed() throws Exception {
    HttpResponse<String> plain = get("/");

    HttpResponse<byte[]> compressed =
        client.send(
            request("/").header("Accept-Encoding", "br, gzip;q=0.5").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    HttpResponse<String> refused = get("/", "Accept-Encoding", "gzip;q=0");

    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.body());
    }
    assertThat(refused.body()).isEqualTo(plain.body());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
