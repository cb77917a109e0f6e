package dev.tallyman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TopSourceTest {
  private static final String ALL =
      """
      {"mode":"all","endpoints":[
        {"method":"GET","endpoint":"/a","calls":9,"errors":1,"total_seconds":9,
         "average_seconds":1,"p95_seconds":2},
        {"method":"GET","endpoint":"/b","calls":1,"errors":0,"total_seconds":3,
         "average_seconds":3,"p95_seconds":4}]}
      """;

  private HttpServer server;
  private String lately = "{\"endpoints\":[]}";
  private int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean inRange = exchange.getRequestURI().toString().contains("mode=range&from=-5m");
          boolean workers = exchange.getRequestURI().getPath().endsWith("/workers");
          String body = workers ? "{\"workers\":[]}" : inRange ? lately : ALL;
          exchange.sendResponseHeaders(inRange ? status : 200, 0);
          exchange.getResponseBody().write(body.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private TopLook look() throws IOException {
    return new TopSource(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), null)
        .look();
  }

  @Test
  void averageAndPercentileAreBothOfTheLastMinutes() throws IOException {
    lately =
        """
        {"endpoints":[{"method":"GET","endpoint":"/a","calls":2,"average_seconds":0.5,
         "p95_seconds":0.75}]}
        """;

    TopLook look = look();

    assertThat(new TopScreen(look).all()).contains(" AVERAGE 5M ", " P95 5M ");
    assertThat(look.endpoints().get(0).averageSeconds()).isEqualTo(0.5);
    assertThat(look.endpoints().get(0).p95Seconds()).isEqualTo(0.75);
    assertThat(look.endpoints().get(0).calls()).isEqualTo(9);
    assertThat(look.endpoints().get(1).averageSeconds()).isNaN();
    assertThat(look.endpoints().get(1).p95Seconds()).isNaN();
  }

  @Test
  void withoutAHistoryBothAreSinceCountingBegan() throws IOException {
    for (int answer : new int[] {200, 503}) {
      status = answer;

      TopLook look = look();

      assertThat(new TopScreen(look).all()).contains(" AVERAGE ALL ", " P95 ALL ");
      assertThat(look.endpoints().get(0).averageSeconds()).isEqualTo(1);
      assertThat(look.endpoints().get(0).p95Seconds()).isEqualTo(2);
    }
  }
}
