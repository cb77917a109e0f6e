package dev.tallyman.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallyman.exposition.Dialect;
import dev.tallyman.exposition.Format;
import dev.tallyman.exposition.NameFilter;
import dev.tallyman.exposition.Reading;
import dev.tallyman.http.Rendering.Wish;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scrapes that fail, wait, come together, are slow, or are under way when the server stops. */
@Timeout(120)
class ScrapeLifeTest {
  private static final Wish TEXT = new Wish(Dialect.of(Format.TEXT), NameFilter.EVERYTHING, false);
  private static final Wish GZIP = new Wish(Dialect.of(Format.TEXT), NameFilter.EVERYTHING, true);

  private final List<Reading> reading = Reading.ofEveryType();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore mayGo = new Semaphore(0);

  /** Gives the reading when it is let go. */
  private final ScrapeSource held =
      page -> {
        arrived.release();
        mayGo.acquireUninterruptibly();
        page.accept(reading);
      };

  @Test
  void aFailingSourceIsAnErrorWithoutDetails() throws IOException {
    AtomicReference<Throwable> failure = new AtomicReference<>(new IllegalStateException("secret"));
    ScrapeSource source =
        page -> {
          if (failure.get() instanceof Error e) {
            throw e;
          }
          if (failure.get() instanceof RuntimeException e) {
            throw e;
          }
          page.accept(reading);
        };
    try (MetricsServer server = Servers.showing(source)) {
      Reply failed = Reply.get(server.port(), "/metrics");
      failure.set(new StackOverflowError("secret"));
      Reply failedHarder = Reply.get(server.port(), "/metrics");
      failure.set(null);
      Reply recovered = Reply.get(server.port(), "/metrics");

      assertThat(List.of(failed.status(), failedHarder.status())).containsExactly(500, 500);
      assertThat(failed.header("content-type")).isEqualTo("text/plain; charset=utf-8");
      assertThat(failed.text()).isEqualTo("scrape failed, the log says why\n");
      assertThat(recovered.status()).isEqualTo(200);
      assertThat(recovered.text()).contains("requests_calls_total");
    }
  }

  @Test
  void aSourceWithoutAReadingIsAnErrorAndNoEmptyPage() throws IOException {
    try (MetricsServer server = Servers.showing(page -> {})) {
      assertThat(Reply.get(server.port(), "/metrics").status()).isEqualTo(500);
    }
  }

  @Test
  void whoWaitsForTheSamePageSharesIt() throws InterruptedException {
    BlockingQueue<ScrapeReport> reports = new LinkedBlockingQueue<>();
    BlockingQueue<Optional<Rendering>> pages = new LinkedBlockingQueue<>();
    try (Renderer renderer = new Renderer(held, reports::add)) {
      renderer.render(TEXT, pages::add);
      arrived.acquire();

      for (int i = 0; i < 5; i++) {
        renderer.render(TEXT, pages::add);
      }
      renderer.render(GZIP, pages::add);
      mayGo.release(3);

      assertThat(List.of(readers(reports), readers(reports), readers(reports)))
          .containsExactly(1, 5, 1);
      for (int i = 0; i < 7; i++) {
        assertThat(pages.poll(60, SECONDS)).isPresent();
      }
      assertThat(arrived.availablePermits()).isEqualTo(2);
    }
  }

  private static int readers(BlockingQueue<ScrapeReport> reports) throws InterruptedException {
    return Optional.ofNullable(reports.poll(60, SECONDS)).orElseThrow().readers();
  }

  @Test
  void aReportSaysHowThePageWasMade() throws IOException, InterruptedException {
    BlockingQueue<ScrapeReport> reports = new LinkedBlockingQueue<>();
    ScrapeSource source =
        page -> {
          page.accept(reading);
          if (reports.size() == 1) {
            throw new IllegalStateException("the second one fails");
          }
        };
    try (MetricsServer server =
        MetricsServer.start(
            Servers.settings(null), new Served(source, () -> true, reports::add, Map.of()))) {
      Reply made = Reply.get(server.port(), "/metrics");
      Reply.get(server.port(), "/metrics");

      assertThat(reports)
          .extracting(
              ScrapeReport::format,
              ScrapeReport::bytes,
              ScrapeReport::failed,
              ScrapeReport::readers)
          .containsExactly(
              Assertions.tuple(Format.TEXT, made.body().length, false, 1),
              Assertions.tuple(Format.TEXT, 0, true, 1));
      assertThat(reports).allMatch(report -> report.durationNanos() > 0);
    }
  }

  @Test
  void aFailingListenerCostsNoScrape() throws IOException {
    ScrapeListener failing =
        report -> {
          throw new IllegalStateException("not today");
        };
    try (MetricsServer server =
        MetricsServer.start(
            Servers.settings(null),
            new Served(page -> page.accept(reading), () -> true, failing, Map.of()))) {
      assertThat(Reply.get(server.port(), "/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void theSourceIsNeverAskedTwiceAtOnce() throws IOException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ScrapeSource source =
        page -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          page.accept(reading);
          inside.decrementAndGet();
        };
    try (MetricsServer server = Servers.showing(source)) {
      List<CompletableFuture<Reply>> replies =
          List.of("text", "gzip", "name", "text", "gzip", "name", "text", "gzip").stream()
              .map(kind -> inBackground(server, kind))
              .toList();

      assertThat(replies).allMatch(reply -> reply.join().status() == 200);
      assertThat(most).hasValue(1);
    }
  }

  private static CompletableFuture<Reply> inBackground(MetricsServer server, String kind) {
    return CompletableFuture.supplyAsync(
        () ->
            switch (kind) {
              case "gzip" -> Reply.get(server.port(), "/metrics", "Accept-Encoding: gzip");
              case "name" -> Reply.get(server.port(), "/metrics?name[]=mode");
              default -> Reply.get(server.port(), "/metrics");
            });
  }

  @Test
  void healthIsAnsweredWhileScrapesWait() throws IOException, InterruptedException {
    try (MetricsServer server = Servers.showing(held)) {
      List<Socket> scrapers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Socket scraper = Reply.connect(server.port());
        Reply.send(scraper, "GET /metrics");
        scrapers.add(scraper);
      }
      arrived.acquire();

      assertThat(Reply.get(server.port(), "/-/healthy").status()).isEqualTo(200);

      mayGo.release(1000);
      for (Socket scraper : scrapers) {
        assertThat(Reply.read(scraper).status()).isEqualTo(200);
        scraper.close();
      }
    }
  }

  @Test
  void slowReadersAndThoseWhoLeaveHoldUpNobody() throws IOException {
    List<Reading> large = Servers.large();
    try (MetricsServer server = Servers.showing(large);
        Socket slow = Reply.connect(server.port())) {
      String expected = Reply.get(server.port(), "/metrics").text();
      Reply.send(slow, "GET /metrics");

      for (int i = 0; i < 5; i++) {
        try (Socket leaver = Reply.connect(server.port())) {
          Reply.send(leaver, "GET /metrics");
          assertThat(leaver.getInputStream().read()).isEqualTo('H');
        }
        Reply reply = Reply.get(server.port(), "/metrics", "Accept-Encoding: gzip");
        assertThat(reply.unzipped()).isEqualTo(expected);
      }

      assertThat(expected.lines().count()).isEqualTo(100_002);
      assertThat(Reply.read(slow).text()).isEqualTo(expected);
    }
  }

  @Test
  void stoppingLetsAScrapeUnderWayFinish() throws IOException, InterruptedException {
    MetricsServer server = Servers.showing(held);
    int port = server.port();
    try (Socket scraper = Reply.connect(port)) {
      Reply.send(scraper, "GET /metrics");
      arrived.acquire();

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      awaitRefusal(port);
      assertThatThrownBy(() -> stopped.get(500, MILLISECONDS)).isInstanceOf(TimeoutException.class);
      mayGo.release();

      assertThat(Reply.read(scraper).text()).contains("requests_calls_total");
      stopped.join();
    }
  }

  @Test
  void idleConnectionsDoNotHoldUpAStop() throws IOException {
    MetricsServer server = Servers.showing(reading);
    try (Socket idle = Reply.connect(server.port())) {
      idle.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      long start = System.nanoTime();

      server.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  private static void awaitRefusal(int port) throws IOException {
    long deadline = System.nanoTime() + SECONDS.toNanos(4);
    while (System.nanoTime() < deadline) {
      try (Socket socket = Reply.connect(port)) {
        assertThat(socket.isConnected()).isTrue();
        Thread.onSpinWait();
      } catch (ConnectException e) {
        return;
      }
    }
    Assertions.fail("the stopping server still takes connections");
  }
}
