package dev.tallyman.monitoring;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program of this host that a test asks for its judgement.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} when the program is not
 * installed (it names the package) or does not end in time.
 */
final class PeerProgram {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path executable;

  private PeerProgram(Path executable) {
    this.executable = executable;
  }

  /** What a run left behind. */
  record Outcome(int exitCode, String output, String errors) {}

  /** Finds the program on the search path; {@code packageName} is what to install without it. */
  static PeerProgram named(String name, String packageName) {
    String searchPath = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String directory : searchPath.split(Pattern.quote(File.pathSeparator), -1)) {
      Path candidate = Path.of(directory, name);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return new PeerProgram(candidate);
      }
    }
    throw new AssertionError(
        "program not found: name=" + name + ", install the Debian package " + packageName);
  }

  /** A program of the JDK that runs this test. */
  static PeerProgram ofTheJdk(String name) {
    return new PeerProgram(Path.of(System.getProperty("java.home"), "bin", name));
  }

  Path executable() {
    return executable;
  }

  Outcome run(Path directory, List<String> arguments) {
    return run(directory, arguments, Map.of(), "");
  }

  /** Runs to the end, with {@code input} on standard input. */
  Outcome run(
      Path directory, List<String> arguments, Map<String, String> environment, String input) {
    try (TemporaryDirectory files = TemporaryDirectory.create()) {
      Path in = Files.writeString(files.path().resolve("in"), input);
      Path out = files.path().resolve("out");
      Path err = files.path().resolve("err");
      ProcessBuilder builder =
          new ProcessBuilder(command(arguments))
              .directory(directory.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      int exitCode = exitCode(builder.start());
      return new Outcome(exitCode, Files.readString(out), whateverTheEncoding(err));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run: program=" + executable, e);
    }
  }

  private List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(arguments);
    return command;
  }

  private int exitCode(Process process) {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError("program does not end: program=" + executable);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: program=" + executable, e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String whateverTheEncoding(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
