package dev.tallyman.monitoring;

import dev.tallyman.metrics.MetricsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process of the soak, and how many bytes it has written to standard output, which of a worker
 * are acknowledged rounds.
 *
 * <p>Threading: one thread at a time; reads in a thread of its own.
 */
final class SoakProcess {
  private static final int PATIENCE_SECONDS = 180;

  private final Process process;
  private final AtomicLong written = new AtomicLong();
  private final Thread reader;

  private SoakProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of a process");
    reader.start();
  }

  static SoakProcess worker(Path tallies, int number) throws IOException {
    return start(tallies, SoakWorker.class.getName(), Integer.toString(number));
  }

  static SoakProcess aggregator(Path tallies, int port) throws IOException {
    return start(
        tallies,
        "dev.tallyman.cli.Main",
        "aggregator",
        "--host=127.0.0.1",
        "--port=" + port,
        "--dir=" + tallies);
  }

  /** Starts a main class with metrics switched on. */
  static SoakProcess start(Path tallies, String... mainAndArguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("PROMETHEUS_"));
    builder.environment().put(MetricsConfig.ENABLED, "true");
    builder.environment().put(MetricsConfig.DIRECTORY, tallies.toString());
    return new SoakProcess(builder.start());
  }

  /** How much it has written by now. */
  long written() {
    return written.get();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; then all that it had written. */
  long kill() {
    // Not Process.destroyForcibly, which also closes the pipe with bytes still in it.
    process.toHandle().destroyForcibly();
    return end();
  }

  /** Waits for the end; then all that it had written. */
  long end() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.toHandle().destroyForcibly();
        throw new AssertionError("process does not end: pid=" + process.pid());
      }
      reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: pid=" + process.pid(), e);
    }
    return written.get();
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        written.addAndGet(n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
