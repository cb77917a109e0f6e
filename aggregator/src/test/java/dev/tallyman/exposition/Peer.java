package dev.tallyman.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs of others that judge our pages. One that is missing fails the test that needs it.
 *
 * @param exitCode what the program ended with
 * @param output what it printed, errors included
 */
record Peer(int exitCode, String output) {
  private static final int PATIENCE_SECONDS = 60;

  /** Debian's Python, which has Debian's prometheus_client; the first one in the path may not. */
  private static final String PYTHON = "/usr/bin/python3";

  /** Runs a program to its end. */
  static Peer run(List<String> command, String input) {
    try {
      Path output = Files.createTempFile("tallyman-peer", ".out");
      try {
        return run(command, input, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't run a program this test needs: " + command, e);
    }
  }

  private static Peer run(List<String> command, String input, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(output.toFile()))
            .start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s", command).isTrue();
      return new Peer(process.exitValue(), Files.readString(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting: command=" + command, e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The samples of a page as client_python reads it; see samples.py. */
  static List<String> samples(String parser, String page) {
    Peer python = run(List.of(PYTHON, "-c", script(), parser), page);
    assertThat(python.exitCode()).as("client_python says: %s", python.output()).isZero();
    return python.output().lines().sorted().toList();
  }

  private static String script() {
    try (var resource = Peer.class.getResourceAsStream("samples.py")) {
      assertThat(resource).isNotNull();
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
