package dev.tallyman.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readers who ask and do not read: the memory that they hold is bounded. */
@Timeout(120)
class StuckReadersTest {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int LARGE_BYTES = 6_000_000;

  /** Clients with an answer each that they do not read. */
  private static final class Stuck implements AutoCloseable {
    private final Deque<Socket> sockets = new ArrayDeque<>();

    void ask(int port, String path) throws IOException {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.setReceiveBufferSize(4_096);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Reply.send(socket, "GET " + path);
      // Its answer is on its way, and not to be shared with whoever asks next.
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }

    void leave() throws IOException {
      sockets.remove().close();
    }

    @Override
    public void close() throws IOException {
      while (!sockets.isEmpty()) {
        leave();
      }
    }
  }

  @Test
  void tooManyScrapersAreRefusedUntilOneLeaves() throws IOException {
    try (MetricsServer server = Servers.showing(Servers.large());
        Stuck stuck = new Stuck()) {
      for (int i = 0; i < PagePool.LIMIT; i++) {
        stuck.ask(server.port(), "/metrics");
      }

      Reply refused = Reply.get(server.port(), "/metrics");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text())
          .isEqualTo("too many pages are on their way already, to readers that do not read them\n");
      assertThat(Reply.get(server.port(), "/-/healthy").status()).isEqualTo(200);

      stuck.leave();
      awaitAnswer(server.port(), "/metrics");
    }
  }

  @Test
  void soAreThoseWhoAskQuestions() throws IOException {
    JsonSource large = asked -> new JsonAnswer(200, ByteBuffer.wrap(new byte[LARGE_BYTES]));
    JsonSource small = asked -> new JsonAnswer(200, ByteBuffer.wrap("{}".getBytes(UTF_8)));
    Map<String, JsonSource> questions = Map.of("/large", large, "/small", small);
    Served served = new Served(page -> {}, () -> true, report -> {}, questions);
    try (MetricsServer server = MetricsServer.start(Servers.settings(null), served);
        Stuck stuck = new Stuck()) {
      for (int i = 0; i < Questions.ANSWERS_LIMIT; i++) {
        stuck.ask(server.port(), "/large");
      }

      Reply refused = Reply.get(server.port(), "/small");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.text())
          .isEqualTo(
              "too many answers are on their way already, to readers that do not read them\n");

      stuck.leave();
      awaitAnswer(server.port(), "/small");
    }
  }

  @Test
  void whatFailsTakesNoPlace() throws IOException {
    JsonSource failing =
        asked -> {
          throw new IllegalStateException("not today");
        };
    Served served =
        new Served(
            page -> {
              throw new IllegalStateException("not today");
            },
            () -> true,
            report -> {},
            Map.of("/failing", failing));
    try (MetricsServer server = MetricsServer.start(Servers.settings(null), served)) {
      for (int i = 0; i < 2 * Math.max(PagePool.LIMIT, Questions.ANSWERS_LIMIT); i++) {
        assertThat(Reply.get(server.port(), "/failing").status()).isEqualTo(500);
        assertThat(Reply.get(server.port(), "/metrics").status()).isEqualTo(500);
      }
    }
  }

  /** The server hears of a client that has left when it writes to it next. */
  private static void awaitAnswer(int port, String path) {
    Instant deadline = Instant.now().plus(Duration.ofMillis(PATIENCE_MILLIS));
    int status = 0;
    while (status != 200 && Instant.now().isBefore(deadline)) {
      status = Reply.get(port, path).status();
    }
    assertThat(status).isEqualTo(200);
  }
}
