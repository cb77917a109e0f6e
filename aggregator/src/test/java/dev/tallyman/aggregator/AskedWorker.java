package dev.tallyman.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link RecordingWorker} in a JVM of its own. */
final class AskedWorker implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 60;

  private final Process process;
  private final BufferedReader answers;
  private final OutputStream questions;

  private AskedWorker(Process process) {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.questions = process.getOutputStream();
  }

  static AskedWorker start(Path directory) throws IOException {
    return start(directory, List.of());
  }

  /** Starts one through another command, such as {@code unshare}. */
  static AskedWorker start(Path directory, List<String> through) throws IOException {
    List<String> command = new ArrayList<>(through);
    command.addAll(Jvm.command(RecordingWorker.class, List.of(), List.of(directory.toString())));
    return new AskedWorker(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Asks, and waits until it is done. */
  String ask(String question) throws IOException {
    String answer = tryToAsk(question);
    if (answer.isEmpty()) {
      throw new IllegalStateException("worker has ended: question=" + question);
    }
    return answer;
  }

  /** Asks, and waits until it is done; empty if it ends over it. */
  String tryToAsk(String question) throws IOException {
    questions.write((question + "\n").getBytes(UTF_8));
    questions.flush();
    String answer = answers.readLine();
    return answer == null ? "" : answer;
  }

  long pid() {
    return process.pid();
  }

  /** Sends it a signal, by name. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill failed: signal=" + name + ", pid=" + pid());
    }
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("worker does not end: pid=" + process.pid());
    }
    return process.exitValue();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    // What was started through another command is its child.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    int unused = awaitExit();
  }

  @Override
  public void close() throws IOException {
    try {
      kill();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
