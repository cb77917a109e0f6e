package dev.tallyman.monitoring;

import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Worker processes and their aggregator, all of which may be killed at any time and are replaced:
 * the aggregator on the same port.
 *
 * <p>Threading: one thread at a time. Failure: an {@link AssertionError} when a process does not
 * come up.
 */
final class SoakFleet implements AutoCloseable {
  private static final int WORKERS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final TemporaryDirectory directory = TemporaryDirectory.create();
  private final Path tallies = Files.createDirectory(directory.path().resolve("tallies"));
  private final int port = FreePorts.next();
  private final List<Numbered> workers = new ArrayList<>();
  private final List<Rounds> killed = new ArrayList<>();
  private SoakProcess aggregator = SoakProcess.aggregator(tallies, port);
  private int started;

  private record Numbered(int number, SoakProcess process) {}

  /** How many rounds a killed worker has acknowledged, and what a job of it took. */
  record Rounds(long acknowledged, double secondsPerJob) {}

  SoakFleet() throws IOException {
    try {
      for (int i = 0; i < WORKERS; i++) {
        addWorker();
      }
      awaitPage();
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  int workerCount() {
    return workers.size();
  }

  /** Kills a worker that has counted, and starts another one. */
  void replaceWorker(int place) throws IOException {
    SoakProcess process = workers.get(place).process;
    await("a worker counts", () -> process.written() > 0 || !process.isAlive());
    killWorker(place);
    addWorker();
  }

  /** Kills the aggregator, and starts another one. */
  void replaceAggregator() throws IOException {
    long unused = aggregator.kill();
    aggregator = SoakProcess.aggregator(tallies, port);
  }

  /** Waits until the aggregator answers. */
  void awaitPage() {
    await("the aggregator serves", () -> !page().isEmpty());
  }

  /** Kills all workers that are left; what every worker had acknowledged. */
  List<Rounds> killWorkers() {
    while (!workers.isEmpty()) {
      killWorker(0);
    }
    return killed;
  }

  /** Waits until nothing but the archive has the counts. */
  void awaitFolded() {
    await("all is folded", () -> tallyFiles() == 0);
  }

  /** The page as text; empty if there is none. */
  String page() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://" + hostAndPort() + "/metrics/")
                  .toURL()
                  .openConnection(Proxy.NO_PROXY);
      connection.setReadTimeout((int) PATIENCE.toMillis());
      try (var body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      } finally {
        connection.disconnect();
      }
    } catch (IOException notListening) {
      return "";
    }
  }

  private void addWorker() throws IOException {
    workers.add(new Numbered(started, SoakProcess.worker(tallies, started)));
    started++;
  }

  private void killWorker(int place) {
    Numbered worker = workers.remove(place);
    long acknowledged = worker.process.kill();
    killed.add(new Rounds(acknowledged, SoakWorker.secondsPerJob(worker.number)));
  }

  private long tallyFiles() {
    try (var files = Files.list(tallies)) {
      return files.filter(file -> file.toString().endsWith(".tally")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never: " + what);
      }
      Pause.briefly();
    }
  }

  @Override
  public void close() {
    List<Rounds> unused = killWorkers();
    long unusedToo = aggregator.kill();
    directory.close();
  }
}
