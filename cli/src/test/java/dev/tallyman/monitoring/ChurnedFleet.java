package dev.tallyman.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An aggregator, a few workers that live, and many that do not for long.
 *
 * <p>Threading: one thread at a time.
 */
final class ChurnedFleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String TOTAL = "Total";

  private final TemporaryDirectory directory = TemporaryDirectory.create();
  private final Path tallies = Files.createDirectory(directory.path().resolve("tallies"));
  private final int port = FreePorts.next();
  private final SoakProcess aggregator = SoakProcess.aggregator(tallies, port);
  private final List<SoakProcess> living = new ArrayList<>();

  ChurnedFleet(int workers) throws IOException {
    try {
      for (int i = 0; i < workers; i++) {
        living.add(SoakProcess.start(tallies, ChurnWorker.class.getName(), "stay"));
      }
      await("the living count", () -> valueOf("tallyman_workers") == workers);
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Starts a worker that records and ends. */
  SoakProcess startShortLived() throws IOException {
    return SoakProcess.start(tallies, ChurnWorker.class.getName());
  }

  /** Makes the files of workers that have died. */
  void makeDead(int workers) throws IOException {
    SoakProcess maker =
        SoakProcess.start(
            tallies, ChurnWorker.class.getName(), tallies.toString(), Integer.toString(workers));
    long unused = maker.end();
  }

  /** Waits until so many dead are in the archive and nowhere else. */
  void awaitFolded(int dead) {
    await(
        dead + " are folded",
        () ->
            valueOf("tallyman_folded_files_total") == dead && valueOf("tallyman_files_held") == 0);
  }

  int tallyFiles() throws IOException {
    try (var files = Files.list(tallies)) {
      return (int) files.filter(file -> file.toString().endsWith(".tally")).count();
    }
  }

  /** What is in the aggregator's heap after a full collection. */
  double heapBytes() {
    List<String> arguments = List.of(Long.toString(aggregator.pid()), "GC.class_histogram");
    String histogram = PeerProgram.ofTheJdk("jcmd").run(directory.path(), arguments).output();
    return histogram
        .lines()
        .filter(line -> line.startsWith(TOTAL))
        .mapToDouble(line -> Double.parseDouble(line.strip().split("\\s+", 0)[2]))
        .findFirst()
        .orElseThrow();
  }

  String page() throws IOException {
    URLConnection connection =
        URI.create("http://127.0.0.1:" + port + "/metrics/").toURL().openConnection(Proxy.NO_PROXY);
    connection.setReadTimeout((int) PATIENCE.toMillis());
    try (var body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static double value(String page, String series) {
    return page.lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private double valueOf(String series) {
    try {
      return value(page(), series);
    } catch (IOException notListeningYet) {
      return Double.NaN;
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("never: %s", what).isLessThan(deadline);
      Pause.briefly();
    }
  }

  @Override
  public void close() {
    for (SoakProcess worker : living) {
      long unused = worker.kill();
    }
    long unused = aggregator.kill();
    directory.close();
  }
}
