package dev.tallyman.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another process of a benchmark, which says what it has to say line by line.
 *
 * <p>Threading: one thread at a time. Failure: an {@link IOException} when it ends too early.
 */
final class Subprocess implements AutoCloseable {
  private static final String PEAK = "VmHWM:";
  private static final String RESIDENT = "VmRSS:";

  private final Process process;
  private final BufferedReader lines;

  private Subprocess(List<String> command) throws IOException {
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  static Subprocess start(String... command) throws IOException {
    return new Subprocess(List.of(command));
  }

  /** A main class of the benchmarks, with these options for the JVM. */
  static Subprocess java(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new Subprocess(command);
  }

  String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("process ended: " + process.info().commandLine().orElse("?"));
    }
    return line;
  }

  /** Waits until it says something that begins so. */
  void awaitLine(String beginning) throws IOException {
    while (!line().startsWith(beginning)) {
      // What else it says is of no interest here.
    }
  }

  /** Waits until it says so. */
  void expect(String expected) throws IOException {
    String line = line();
    if (!line.equals(expected)) {
      throw new IOException("said something else: expected=" + expected + ", line=" + line);
    }
  }

  /** The processor time that it has used until now, which a busy machine changes little. */
  double processorMillis() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  /** The most memory that it has had until now. */
  long peakBytes() throws IOException {
    return status(PEAK);
  }

  /** The memory that it has now. */
  long residentBytes() throws IOException {
    return status(RESIDENT);
  }

  private long status(String field) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(field)) {
        String kilobytes = line.substring(field.length()).replace("kB", "").strip();
        return Long.parseLong(kilobytes) << 10;
      }
    }
    throw new IOException("no such line: file=" + status + ", field=" + field);
  }

  /** Ends it: its standard input first, so that it can end by itself. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
    process.onExit().join();
  }
}
