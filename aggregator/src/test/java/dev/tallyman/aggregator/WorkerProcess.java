package dev.tallyman.aggregator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A worker in a JVM of its own that acknowledges what it counts. */
final class WorkerProcess {
  private static final int DEADLINE_SECONDS = 60;

  private final Process process;
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread reader;

  private WorkerProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "acknowledgements");
    reader.start();
  }

  static WorkerProcess start(Path directory, int threads, int incrementsEach) throws IOException {
    return start(
        CountingWorker.class,
        List.of(directory.toString(), Integer.toString(threads), Integer.toString(incrementsEach)));
  }

  static WorkerProcess startStormy(Path directory) throws IOException {
    return start(StormWorker.class, List.of(directory.toString()));
  }

  static WorkerProcess startExemplary(Path directory, String name) throws IOException {
    return start(ExemplarStormWorker.class, List.of(directory.toString(), name));
  }

  private static WorkerProcess start(Class<?> main, List<String> arguments) throws IOException {
    return new WorkerProcess(
        new ProcessBuilder(Jvm.command(main, List.of(), arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  long acknowledged() {
    return acknowledged.get();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL, then all that it had acknowledged. */
  long kill() throws InterruptedException {
    // Not Process.destroyForcibly, which also closes the pipe with acknowledgements still in it.
    process.toHandle().destroyForcibly();
    return finish();
  }

  /** Waits for the end, then all that it has acknowledged. */
  long finish() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("worker does not end: pid=" + process.pid());
    }
    reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    return acknowledged.get();
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        acknowledged.addAndGet(n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
