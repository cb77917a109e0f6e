package dev.tallyman.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM that is started with the agent, as its jar was built. */
final class Jvm implements AutoCloseable {
  static final Path AGENT = Path.of("target/tallyman-agent.jar").toAbsolutePath();

  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Options for all JVMs, the agent say: then the command line has none. */
  static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  private static final int DEADLINE_SECONDS = 120;

  private final Process process;
  private final Path output;
  private final Path errors;

  private Jvm(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * How one ended.
   *
   * @param exitCode its exit code
   * @param output what it printed
   * @param errors what it printed to standard error
   */
  record End(int exitCode, String output, String errors) {}

  /** Starts one whose metrics go to a directory. */
  static Jvm start(Path tallies, String agentOptions, List<String> arguments) throws IOException {
    return start(Map.of(), tallies, agentOptions, arguments);
  }

  static Jvm start(
      Map<String, String> environment, Path tallies, String agentOptions, List<String> arguments)
      throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("PROMETHEUS_METRICS_ENABLED", "true");
    all.put("PROMETHEUS_MULTIPROC_DIR", tallies.toString());
    all.putAll(environment);
    String agent = "-javaagent:" + AGENT + (agentOptions.isEmpty() ? "" : "=" + agentOptions);
    return launch(all, environment.containsKey(OPTIONS) ? List.of() : List.of(agent), arguments);
  }

  /** Starts one without the agent. */
  static Jvm plain(Map<String, String> environment, List<String> arguments) throws IOException {
    return launch(environment, List.of(), arguments);
  }

  private static Jvm launch(
      Map<String, String> environment, List<String> agent, List<String> arguments)
      throws IOException {
    Path output = Files.createTempFile("agent", ".out");
    Path errors = Files.createTempFile("agent", ".err");
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(agent);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return new Jvm(builder.start(), output, errors);
  }

  /** The arguments that run a class of these tests. */
  static List<String> main(Class<?> main, String... arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    all.addAll(List.of(arguments));
    return all;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All processes that it has started, and those that they have. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Gives it a byte on its standard input. */
  void nudge() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** SIGTERM. */
  void stop() {
    process.destroy();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  String said() throws IOException {
    return Files.readString(output) + Files.readString(errors, StandardCharsets.UTF_8);
  }

  End await() throws IOException, InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("JVM does not end: pid=" + pid() + ", said=" + said());
    }
    return new End(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(output);
    Files.deleteIfExists(errors);
  }
}
