package dev.tallyman.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers in processes of their own, sharing one port, killed and drained. */
@Tag("slow")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SharedPortIT {
  private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");

  /** What a JVM exits with after SIGTERM when its shutdown hooks have run. */
  private static final int TERMINATED = 128 + 15;

  @TempDir Path directory;

  private final CannedAggregator aggregator = new CannedAggregator();
  private final List<DashboardProcess> processes = new ArrayList<>();
  private final ExecutorService clients = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    processes.forEach(DashboardProcess::close);
    aggregator.close();
    clients.shutdownNow();
  }

  @Test
  void requestsSpreadOverAllWorkersAndEveryAnswerIsCounted() throws Exception {
    int port = startWorkers(3);
    Map<Long, Integer> answered = new ConcurrentHashMap<>();

    for (int i = 0; i < 300; i++) {
      count(answered, health(port));
    }
    stopAll();

    assertThat(answered.keySet()).containsExactlyInAnyOrderElementsOf(pids());
    for (long pid : pids()) {
      assertThat(Tallied.requests(directory, pid, "/health"))
          .isEqualTo(answered.getOrDefault(pid, 0).longValue());
      assertThat(Tallied.timed(directory, pid, "/health"))
          .isEqualTo(answered.getOrDefault(pid, 0).longValue());
    }
  }

  @Test
  void anAnswerIsCountedEvenIfItsWorkerIsKilledUnderLoad() throws Exception {
    int port = startWorkers(2);
    Map<Long, Integer> answered = new ConcurrentHashMap<>();
    AtomicInteger broken = new AtomicInteger();
    List<Future<Void>> running = new ArrayList<>();
    AtomicInteger left = new AtomicInteger(2000);

    for (int i = 0; i < 4; i++) {
      running.add(
          clients.submit(
              () -> {
                while (left.getAndDecrement() > 0) {
                  countOrBreak(port, answered, broken);
                }
                return null;
              }));
    }
    awaitAnswers(answered, 500);
    processes.get(0).kill();
    for (Future<Void> client : running) {
      client.get();
    }
    String survivor = health(port);
    count(answered, survivor);
    stopAll();

    assertThat(survivor).contains("\"pid\":" + processes.get(1).pid());
    long killed = processes.get(0).pid();
    long surviving = processes.get(1).pid();
    long answeredByKilled = answered.getOrDefault(killed, 0);
    assertThat(Tallied.requests(directory, killed, "/health"))
        .isBetween(answeredByKilled, answeredByKilled + broken.get());
    assertThat(Tallied.requests(directory, surviving, "/health"))
        .isEqualTo(answered.getOrDefault(surviving, 0).longValue());
  }

  @Test
  void aRunningRequestIsFinishedBeforeAWorkerEnds() throws Exception {
    int port = startWorkers(1);
    DashboardProcess worker = processes.get(0);
    Future<String> slow = clients.submit(() -> RawHttp.get(port, "/slow"));
    worker.await("slow begun");

    worker.terminate();

    assertThat(slow.get()).startsWith("HTTP/1.1 200 ").endsWith("slow");
    assertThat(worker.awaitExit()).isEqualTo(TERMINATED);
    assertThat(worker.printed()).doesNotContain("Exception").doesNotContain("cut off");
    assertThat(Tallied.requests(directory, 0, "/slow")).isEqualTo(1);
  }

  @Test
  void aDrainingWorkerAnswersOnOpenConnectionsForTheLastTime() throws Exception {
    int port = startWorkers(1);
    DashboardProcess draining = processes.get(0);
    Future<String> slow = clients.submit(() -> RawHttp.get(port, "/slow"));
    draining.await("slow begun");
    try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(RawHttp.askAndStay(open, "/health")).startsWith("HTTP/1.1 200 ");

      draining.terminate();
      awaitRefusal(port);
      String last = RawHttp.askOrClosed(open, "/health");

      assertThat(last).startsWith("HTTP/1.1 200 ").containsIgnoringCase("Connection: close");
    }
    startWorker(port);
    assertThat(health(port)).contains("\"pid\":" + processes.get(1).pid());
    assertThat(slow.get()).startsWith("HTTP/1.1 200 ");
    assertThat(draining.awaitExit()).isEqualTo(TERMINATED);
  }

  @Test
  void aWorkerWaitsNoLongerThanItsGrace() throws Exception {
    DashboardProcess worker = DashboardProcess.start(0, aggregator.uri(), directory, 0);
    processes.add(worker);
    int port = worker.awaitPort();
    Future<String> slow = clients.submit(() -> RawHttp.getOrClosed(port, "/slow"));
    worker.await("slow begun");

    worker.terminate();

    assertThat(worker.awaitExit()).isEqualTo(TERMINATED);
    assertThat(slow.get()).isEmpty();
  }

  private int startWorkers(int number) throws Exception {
    DashboardProcess first = DashboardProcess.start(0, aggregator.uri(), directory, 20);
    processes.add(first);
    int port = first.awaitPort();
    for (int i = 1; i < number; i++) {
      startWorker(port);
    }
    return port;
  }

  private void startWorker(int port) throws Exception {
    DashboardProcess worker = DashboardProcess.start(port, aggregator.uri(), directory, 20);
    processes.add(worker);
    assertThat(worker.awaitPort()).isEqualTo(port);
  }

  private void stopAll() throws Exception {
    processes.forEach(DashboardProcess::terminate);
    for (DashboardProcess process : processes) {
      process.awaitExit();
    }
  }

  private List<Long> pids() {
    return processes.stream().map(DashboardProcess::pid).toList();
  }

  private static void count(Map<Long, Integer> answered, String answer) {
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    Matcher pid = PID.matcher(answer);
    assertThat(pid.find()).isTrue();
    answered.merge(Long.valueOf(pid.group(1)), 1, Integer::sum);
  }

  private static void countOrBreak(int port, Map<Long, Integer> answered, AtomicInteger broken)
      throws IOException {
    String answer = RawHttp.getOrClosed(port, "/health");
    if (answer.isEmpty()) {
      broken.incrementAndGet();
    } else {
      count(answered, answer);
    }
  }

  private static void awaitAnswers(Map<Long, Integer> answered, int number) {
    awaitTrue(() -> answered.values().stream().mapToInt(Integer::intValue).sum() >= number);
  }

  private static void awaitRefusal(int port) {
    awaitTrue(() -> !RawHttp.canConnect(port));
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static String health(int port) throws IOException {
    return RawHttp.get(port, "/health");
  }
}
