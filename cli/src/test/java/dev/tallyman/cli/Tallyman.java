package dev.tallyman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallyman.supervisor.Processes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The executable jar in a process of its own, for tests; closing it leaves nothing running. */
final class Tallyman implements AutoCloseable {
  static final Path JAR = Path.of("target", "tallyman.jar").toAbsolutePath();

  private final Process process;
  private final Path out;
  private final Path err;

  private Tallyman(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it with outputs in files of the directory. */
  static Tallyman start(Path directory, String... arguments) throws IOException {
    return start(directory, Map.of(), arguments);
  }

  static Tallyman start(Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    Path out = Files.createTempFile(directory, "out", null);
    Path err = Files.createTempFile(directory, "err", null);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(OwnProgram.nativeAccess(Runtime.version().feature()));
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PROMETHEUS_"));
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Tallyman(builder.start(), out, err);
  }

  long pid() {
    return process.pid();
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  void awaitOut(String regex) {
    await("output with " + regex, () -> Pattern.compile(regex).matcher(out()).find());
  }

  void awaitErr(String regex) {
    await("errors with " + regex, () -> Pattern.compile(regex).matcher(err()).find());
  }

  int awaitExit() {
    await("the end", () -> !process.isAlive());
    return process.exitValue();
  }

  void signal(String name) throws IOException, InterruptedException {
    Processes.signal(name, Long.toString(pid()));
  }

  /** The pids of its living children whose command line has the word. */
  List<String> children(String word) {
    return process
        .children()
        .map(child -> Long.toString(child.pid()))
        .filter(pid -> commandLine(pid).contains(word))
        .sorted()
        .toList();
  }

  /** Whoever runs below it now. */
  List<String> descendants() {
    return process.descendants().map(each -> Long.toString(each.pid())).toList();
  }

  /** Children that have ended without being waited for. */
  List<String> zombies() throws IOException {
    List<String> zombies = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : all.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        if (text(each.resolve("stat")).matches("(?s)\\d+ \\(.*\\) Z " + pid() + " .*")) {
          zombies.add(each.toString());
        }
      }
    }
    return zombies;
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("%s; out:%n%s%nerr:%n%s", what, out(), err())
          .isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Asks the loopback, and gives the status and the body. */
  static Map.Entry<Integer, String> get(int port, String path) throws IOException {
    return get(port, path, Map.of());
  }

  static Map.Entry<Integer, String> get(int port, String path, Map<String, String> headers)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(10_000);
    new HashMap<>(headers).forEach(connection::setRequestProperty);
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return Map.entry(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    await("the end", () -> !process.isAlive());
  }

  private static String commandLine(String pid) {
    return text(Path.of("/proc", pid, "cmdline")).replace('\0', ' ');
  }

  /** What can be read of a file; nothing of one that went away. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
