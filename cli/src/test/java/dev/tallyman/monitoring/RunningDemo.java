package dev.tallyman.monitoring;

import dev.tallyman.supervisor.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code tallyman demo} with three workers, as a user starts it, but on free ports and in a
 * directory of its own; all of it is gone when it is closed.
 *
 * <p>Threading: one thread at a time. Failure: an {@link AssertionError} that carries its output.
 */
final class RunningDemo implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String name;
  private final TemporaryDirectory directory;
  private final Process process;
  private final int servicePort;
  private final int metricsPort;

  private RunningDemo(
      String name,
      TemporaryDirectory directory,
      Process process,
      int servicePort,
      int metricsPort) {
    this.name = name;
    this.directory = directory;
    this.process = process;
    this.servicePort = servicePort;
    this.metricsPort = metricsPort;
  }

  /** Starts it; {@link #awaitUp} waits until it serves. */
  static RunningDemo start(String name) {
    try {
      TemporaryDirectory directory = TemporaryDirectory.create();
      int servicePort = FreePorts.next();
      int metricsPort = FreePorts.next();
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-Dtallyman.examples=" + Repository.file("examples/target/examples.jar"),
              "-jar",
              Repository.file("cli/target/tallyman.jar").toString(),
              "demo",
              name,
              "--workers=3",
              "--port=" + servicePort,
              "--metrics-port=" + metricsPort,
              "--dir=" + directory.path().resolve("demo"));
      builder.environment().keySet().removeIf(variable -> variable.startsWith("PROMETHEUS_"));
      builder.redirectInput(new File("/dev/null")).redirectErrorStream(true);
      builder.redirectOutput(directory.path().resolve("log").toFile());
      return new RunningDemo(name, directory, builder.start(), servicePort, metricsPort);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start: demo=" + name, e);
    }
  }

  void awaitUp() {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!log().contains("tallyman: " + name + " http://")) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("the demo is not up: name=" + name + ", log=" + log());
      }
      Pause.briefly();
    }
  }

  /** Where its document has the metrics: at the service, or at the aggregator. */
  String hostAndPort() {
    boolean atAggregator = List.of("data20", "kernelci").contains(name);
    return "127.0.0.1:" + (atAggregator ? metricsPort : servicePort);
  }

  /** The page that a scraper gets there. */
  String page() {
    URI address = URI.create("http://" + hostAndPort() + "/metrics");
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("no page: " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException("no page: address=" + address + ", log=" + log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: address=" + address, e);
    }
  }

  String log() {
    try {
      return Files.readString(directory.path().resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a demo's log", e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> fleet = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the demo does not end: name=" + name + ", log=" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fleet.forEach(ProcessHandle::destroyForcibly);
      fleet.forEach(each -> each.onExit().join());
    }
    directory.close();
  }
}
