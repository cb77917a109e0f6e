package dev.tallyman.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link DashboardMain} in a JVM of its own, and what it prints. */
final class DashboardProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> printed = new CopyOnWriteArrayList<>();
  private final Thread reader = new Thread(this::read, "dashboard-process");

  private DashboardProcess(Process process) {
    this.process = process;
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one that records into the directory; it may not be listening yet. */
  static DashboardProcess start(int port, URI aggregator, Path directory, int graceSeconds)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            DashboardMain.class.getName(),
            Integer.toString(port),
            aggregator.toString(),
            Integer.toString(graceSeconds));
    builder.environment().put("PROMETHEUS_METRICS_ENABLED", "true");
    builder.environment().put("PROMETHEUS_MULTIPROC_DIR", directory.toString());
    return new DashboardProcess(builder.redirectErrorStream(true).start());
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it listens, and tells where. */
  int awaitPort() throws InterruptedException {
    return Integer.parseInt(await("listening ").substring("listening ".length()));
  }

  /** Waits for a line that begins so. */
  String await(String beginning) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError("no line \"" + beginning + "\" in: " + printed);
      }
      if (line.startsWith(beginning)) {
        return line;
      }
    }
  }

  void terminate() {
    process.destroy();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running, having printed: " + printed);
    }
    return process.exitValue();
  }

  /** All it has printed until it ended. */
  String printed() throws InterruptedException {
    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return String.join("\n", printed);
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        printed.add(line);
        lines.add(line);
      }
    } catch (IOException e) {
      printed.add("output ended: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
