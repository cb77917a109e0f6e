package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** A worker that is stopped, again and again, while clients never stop asking. */
@Timeout(60)
final class TurnoverTest {
  private static final int CLIENTS = 3;
  private static final int ROUNDS = 25;

  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();

  @RepeatedTest(2)
  void noConnectionIsClosedOnARequest() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      stopUnderLoad();
    }

    assertThat(unanswered).isEmpty();
    assertThat(answered).hasValueGreaterThan(ROUNDS * CLIENTS);
  }

  private void stopUnderLoad() throws Exception {
    DashboardConfig config = DashboardConfig.of("127.0.0.1", 0, URI.create("http://127.0.0.1:1"));
    try (DashboardServer server = new DashboardServer(config, MetricRegistry.inHeap())) {
      server.start();
      int port = server.port();
      Phaser warm = new Phaser(CLIENTS + 1);
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i <= CLIENTS; i++) {
        boolean keeps = i == CLIENTS;
        clients.add(new Thread(() -> askOnAndOn(port, keeps, warm), "client-" + i));
      }
      clients.forEach(Thread::start);
      int unused = warm.arriveAndAwaitAdvance();

      assertThat(server.stop(Duration.ofSeconds(10))).isTrue();

      for (Thread client : clients) {
        client.join();
      }
    }
  }

  /** Until nobody listens any more. */
  private void askOnAndOn(int port, boolean keeps, Phaser warm) {
    for (int asked = 0; ; asked++) {
      if (asked == 3) {
        int unused = warm.arrive();
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (keeps) {
          askUntilTheLast(socket);
        } else if (!RawHttp.ask(socket, "/health").contains("\"status\":\"ok\"")) {
          unanswered.add("not answered");
        }
        answered.incrementAndGet();
      } catch (SocketException e) {
        // Refused, or reset in the queue of a listener that is gone: nobody has accepted it.
        return;
      } catch (IOException e) {
        unanswered.add(e.toString());
      }
    }
  }

  private void askUntilTheLast(Socket socket) throws IOException {
    for (int asked = 0; ; asked++) {
      try {
        String answer = RawHttp.askAndStay(socket, "/health");
        if (answer.toLowerCase(Locale.ROOT).contains("connection: close")) {
          return;
        }
      } catch (SocketException e) {
        if (asked > 0) {
          unanswered.add(e.toString());
        }
        throw e;
      }
    }
  }
}
