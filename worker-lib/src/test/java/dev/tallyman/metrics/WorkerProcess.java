package dev.tallyman.metrics;

import dev.tallyman.tally.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link RecordingWorker} and the pipes to it. */
final class WorkerProcess implements AutoCloseable {
  private static final int ANSWER_SECONDS = 60;
  private static final String DONE = "done ";

  private final Process process;
  private final Writer to;
  private final Path errors;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private WorkerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.to =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::readAnswers, "answers");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a worker that records into a directory. */
  static WorkerProcess start(Path directory) throws IOException {
    return start(directory, List.of());
  }

  /** Starts a worker through another program, which gives it limits say. */
  static WorkerProcess start(Path directory, List<String> through) throws IOException {
    Path errors = Files.createTempFile("worker", ".err");
    return new WorkerProcess(
        builder(directory, through).redirectError(errors.toFile()).start(), errors);
  }

  /** How to start a worker whose pipes the caller keeps. */
  static ProcessBuilder builder(Path directory, List<String> through) {
    List<String> command = new ArrayList<>(through);
    command.addAll(ChildJvm.command(RecordingWorker.class, directory.toString()));
    return new ProcessBuilder(command);
  }

  /** Tells the worker what to do, waits until it is done, and returns what it says. */
  String ask(String command) throws IOException, InterruptedException {
    to.write(command + "\n");
    to.flush();
    String answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
    if (answer == null || !answer.startsWith(DONE)) {
      throw new AssertionError(
          "no answer: command=" + command + ", answer=" + answer + ", errors=" + errors());
    }
    return answer.substring(DONE.length());
  }

  /** The worker's tally file. */
  Path file() throws IOException, InterruptedException {
    return Path.of(ask("file"));
  }

  /** What the worker wrote to its standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it a signal. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new AssertionError("signal was not sent: " + name);
    }
  }

  /** Kills it with SIGKILL and waits for its end. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(errors);
  }

  private void readAnswers() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      in.lines().forEach(answers::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
