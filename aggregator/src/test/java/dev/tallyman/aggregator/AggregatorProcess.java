package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.failpoint.Failpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@link AggregatorMain} in a JVM of its own. */
final class AggregatorProcess implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final String port;
  private volatile boolean killed;

  private AggregatorProcess(Process process, Path errors) throws IOException {
    this.process = process;
    this.errors = errors;
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    this.port = line == null ? "" : line;
  }

  /**
   * How to start one.
   *
   * @param directory the directory of the tally files
   * @param archive the directory of the archive
   * @param clockAhead by how much its clock is ahead
   * @param flags options of its JVM
   */
  record Plan(Path directory, Path archive, Duration clockAhead, List<String> flags) {
    static Plan of(Path directory, Path archive) {
      return new Plan(directory, archive, Duration.ZERO, List.of());
    }

    Plan halting(Failpoint failpoint) {
      List<String> more = new ArrayList<>(flags);
      more.add("-D" + Failpoint.PROPERTY + "=" + failpoint);
      return new Plan(directory, archive, clockAhead, more);
    }

    Plan ahead(Duration duration) {
      return new Plan(directory, archive, duration, flags);
    }

    /** Starts it, and waits until it serves or has ended. */
    AggregatorProcess start() throws IOException {
      Path errors = Files.createTempFile("aggregator", ".err");
      return new AggregatorProcess(launch(errors), errors);
    }

    /** Starts it and kills it some time later, whether it serves by then or not. */
    void startInVain(long millis) throws IOException, InterruptedException {
      Process process = launch(Path.of("/dev/null"));
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("aggregator has ended: exit=" + process.exitValue());
      }
      int unused = process.destroyForcibly().waitFor();
    }

    private Process launch(Path errors) throws IOException {
      List<String> arguments =
          List.of(directory.toString(), archive.toString(), clockAhead.toString());
      return new ProcessBuilder(Jvm.command(AggregatorMain.class, flags, arguments))
          .redirectError(errors.toFile())
          .start();
    }
  }

  static AggregatorProcess start(Path directory, Path archive) throws IOException {
    return Plan.of(directory, archive).start();
  }

  /** Scrapes it, if it has come to serve. */
  Scraper scraper() throws IOException {
    if (port.isEmpty()) {
      throw new IllegalStateException("aggregator does not serve: " + errors());
    }
    return new Scraper(Integer.parseInt(port));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether the test has killed it, or is about to. */
  boolean wasKilled() {
    return killed;
  }

  long pid() {
    return process.pid();
  }

  /** What it has said on standard error so far. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Waits for its end and says how it ended. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("aggregator does not end: pid=" + process.pid());
    }
    return process.exitValue();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    killed = true;
    process.destroyForcibly();
    int unused = awaitExit();
  }

  @Override
  public void close() throws IOException {
    try {
      kill();
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(errors);
    }
  }
}
