package dev.tallyman.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonEndpointTest {
  private static final String PATH = "/api/v1/echo";

  private static MetricsServer serve(@Nullable String token) throws IOException {
    Map<String, JsonSource> questions =
        Map.of(PATH, JsonEndpointTest::echo, PATH + "/*", JsonEndpointTest::echo);
    return MetricsServer.start(
        Servers.settings(token), new Served(page -> {}, () -> true, report -> {}, questions));
  }

  private static JsonAnswer echo(Asked asked) {
    Map<String, List<String>> parameters = asked.parameters();
    if (parameters.containsKey("fail")) {
      throw new IllegalStateException("asked to");
    }
    String text = asked.below() + new TreeMap<>(parameters);
    int status = parameters.isEmpty() ? 400 : 200;
    return new JsonAnswer(status, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  void aQuestionIsAskedInTheAddress() throws IOException {
    try (MetricsServer server = serve(null)) {
      Reply reply = Reply.get(server.port(), PATH + "?a=1&b=%22x%22&a=2+3");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("content-type")).isEqualTo("application/json");
      assertThat(reply.text()).isEqualTo("{a=[1, 2 3], b=[\"x\"]}");
      assertThat(Reply.get(server.port(), PATH).status()).isEqualTo(400);
    }
  }

  @Test
  void aPlaceMayAnswerForAllThatIsOneStepBelowIt() throws IOException {
    try (MetricsServer server = serve(null)) {
      assertThat(Reply.get(server.port(), PATH + "/someone?a=1").text())
          .isEqualTo("someone{a=[1]}");
      assertThat(Reply.get(server.port(), PATH + "/some/one?a=1").status()).isEqualTo(404);
      assertThat(Reply.get(server.port(), "/api/v1/*").status()).isEqualTo(404);
    }
  }

  @Test
  void orInAForm() throws IOException {
    try (MetricsServer server = serve(null)) {
      assertThat(post(server, "a=1&b=%7B").text()).isEqualTo("{a=[1, 0], b=[{], c=[2]}");
    }
  }

  private static Reply post(MetricsServer server, String form) throws IOException {
    try (Socket socket = Reply.connect(server.port())) {
      String request =
          """
          POST %s?c=2&a=0 HTTP/1.1\r
          Host: test\r
          Connection: close\r
          Content-Type: application/x-www-form-urlencoded\r
          Content-Length: %d\r
          \r
          %s"""
              .formatted(PATH, form.length(), form);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return Reply.read(socket);
    }
  }

  @Test
  void nothingElseIsAllowed() throws IOException {
    try (MetricsServer server = serve(null)) {
      Reply reply = Reply.to(server.port(), "DELETE " + PATH);

      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.header("allow")).isEqualTo("GET, HEAD, POST");
      assertThat(Reply.to(server.port(), "POST /metrics").status()).isEqualTo(405);
    }
  }

  @Test
  void aLongAnswerIsCompressedIfThatIsWanted() throws IOException {
    String value = "x".repeat(5_000);
    try (MetricsServer server = serve(null)) {
      Reply reply = Reply.get(server.port(), PATH + "?a=" + value, "Accept-Encoding: gzip");

      assertThat(reply.header("content-encoding")).isEqualTo("gzip");
      assertThat(reply.unzipped()).isEqualTo("{a=[" + value + "]}");
      assertThat(Reply.get(server.port(), PATH + "?a=" + value).text()).contains(value);
    }
  }

  @Test
  void theTokenMustBeShown() throws IOException {
    try (MetricsServer server = serve("secret")) {
      assertThat(Reply.get(server.port(), PATH + "?a=1").status()).isEqualTo(401);
      assertThat(post(server, "a=1").status()).isEqualTo(401);
      assertThat(Reply.get(server.port(), PATH + "?a=1", "Authorization: Bearer secret").status())
          .isEqualTo(200);
    }
  }

  @Test
  void whatFailsIsAPlainError() throws IOException {
    try (MetricsServer server = serve(null)) {
      Reply reply = Reply.get(server.port(), PATH + "?fail=1");

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.text()).isEqualTo("query failed, the log says why\n");
    }
  }
}
