package dev.tallyman.examples.chedweb;

import dev.tallyman.examples.service.Worker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where all workers hand their commands in: a socket of the worker that holds the serial port, the
 * number of which is in a file. When that worker dies, another takes the port and opens a desk of
 * its own.
 *
 * <p>Threading: the worker's clock opens it; a daemon thread of its own serves, one command after
 * the other, for there is one port.
 *
 * <p>Failure: a client that goes away or talks nonsense is logged.
 */
final class MotionDesk implements AutoCloseable {
  static final Duration TICK = Duration.ofMillis(100);
  static final String DONE = "done";

  /** How long a client may take to say what it wants, while others wait. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final System.Logger LOG = System.getLogger(MotionDesk.class.getName());

  private final DeviceLock lock;
  private final Path address;
  private final MotionDriver driver;
  private @Nullable ServerSocket socket;

  MotionDesk(Path directory, MotionDriver driver) throws IOException {
    this.lock = DeviceLock.of(directory.resolve("port.lock"));
    this.address = directory.resolve("desk");
    this.driver = driver;
  }

  /** Works from now on, whenever this worker holds the port. */
  void start(Worker worker) throws IOException {
    tick(System.nanoTime());
    worker.every(TICK, "the motion driver's tick", () -> tick(System.nanoTime()));
  }

  /** Takes the port and opens the desk if the port is free; looks after the driver if it holds. */
  synchronized void tick(long nowNanos) throws IOException {
    if (!lock.hold()) {
      return;
    }
    if (socket == null) {
      socket = open();
      driver.connect();
    }
    driver.tick(nowNanos);
  }

  private ServerSocket open() throws IOException {
    ServerSocket opened = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    AtomicFile.write(
        address, Integer.toString(opened.getLocalPort()).getBytes(StandardCharsets.US_ASCII));
    Thread thread = new Thread(() -> serve(opened), "motion");
    thread.setDaemon(true);
    thread.start();
    return opened;
  }

  private void serve(ServerSocket opened) {
    while (!opened.isClosed()) {
      try (Socket client = opened.accept()) {
        // Whoever was let in just when the desk was closed gets no answer, and knows what it means.
        if (!opened.isClosed()) {
          client.setSoTimeout((int) PATIENCE.toMillis());
          serve(client);
        }
      } catch (IOException | IllegalArgumentException e) {
        if (!opened.isClosed()) {
          LOG.log(System.Logger.Level.WARNING, "a command was not handed in in order", e);
        }
      }
    }
  }

  private void serve(Socket client) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    String line = lines.readLine();
    if (line == null) {
      return;
    }
    String answer = DONE;
    try {
      driver.drive(MotionCommand.fromLine(line), System.nanoTime());
    } catch (MotionException e) {
      answer = e.why();
    }
    client.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public synchronized void close() throws IOException {
    if (socket != null) {
      socket.close();
      driver.disconnect(System.nanoTime());
    }
    lock.close();
  }
}
