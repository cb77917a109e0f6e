package dev.tallyman.monitoring;

import dev.tallyman.supervisor.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server program of this host, started on a free port of the loopback in a directory of its own;
 * both are gone when it is closed. It says at {@code /-/ready} that it is ready, as Prometheus and
 * its relatives do.
 *
 * <p>Threading: safe for all threads. Failure: an {@link AssertionError} that carries its log.
 */
final class PeerServer implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  private final TemporaryDirectory directory;
  private final Process process;
  private final URI address;

  private PeerServer(TemporaryDirectory directory, Process process, URI address) {
    this.directory = directory;
    this.process = process;
    this.address = address;
  }

  /** What to tell the program, once it is known where it may write and where it is to listen. */
  interface Launch {
    List<String> arguments(Path directory, String hostAndPort) throws IOException;
  }

  /** Starts the program and waits until it is ready. */
  static PeerServer start(PeerProgram program, Launch launch) {
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      PeerServer server = launched(program, launch);
      try {
        if (server.becomesReady()) {
          return server;
        }
        // Most likely another program took the port between our look and the start.
        last = server.log();
      } catch (RuntimeException | Error e) {
        server.close();
        throw e;
      }
      server.close();
    }
    throw new AssertionError(program.executable().getFileName() + " does not start: " + last);
  }

  URI address() {
    return address;
  }

  HttpResponse<String> get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER_PATIENCE).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer: path=" + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: path=" + path, e);
    }
  }

  void await(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never %s: address=%s, log=%s".formatted(what, address, log()));
      }
      Pause.briefly();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    directory.close();
  }

  private static PeerServer launched(PeerProgram program, Launch launch) {
    try {
      TemporaryDirectory directory = TemporaryDirectory.create();
      String hostAndPort = "127.0.0.1:" + FreePorts.next();
      List<String> command = new ArrayList<>();
      command.add(program.executable().toString());
      command.addAll(launch.arguments(directory.path(), hostAndPort));
      Process process =
          new ProcessBuilder(command)
              .directory(directory.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.path().resolve("log").toFile())
              .start();
      return new PeerServer(directory, process, URI.create("http://" + hostAndPort));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start: program=" + program.executable(), e);
    }
  }

  private boolean becomesReady() {
    await("ready or gone", START_PATIENCE, () -> !process.isAlive() || isReady());
    return process.isAlive();
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException notListeningYet) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(directory.path().resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a server's log", e);
    }
  }
}
