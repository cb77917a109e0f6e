package dev.tallyman.examples.chedweb;

import dev.tallyman.instrumentation.errors.ErrorMetrics;
import dev.tallyman.instrumentation.motion.MotionDriverMetrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A worker's way to the motion driver, whichever worker holds it; see {@link MotionDesk}.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: {@link MotionException}. Those of the driver are counted where the driver is; here is
 * counted only that there was nobody to ask.
 */
final class MotionLink {
  /** Longer than the slowest command, and one before it, take. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(MotionLink.class.getName());

  private final Path address;
  private final MotionDriverMetrics metrics;
  private final ErrorMetrics errors;

  MotionLink(Path directory, MotionDriverMetrics metrics, ErrorMetrics errors) {
    this.address = directory.resolve("desk");
    this.metrics = metrics;
    this.errors = errors;
  }

  /**
   * Has a command carried out.
   *
   * @throws MotionException if it was not, or nobody knows
   */
  void drive(MotionCommand command) throws MotionException {
    String answer;
    try {
      answer = handIn(command.toLine());
    } catch (IOException | NumberFormatException e) {
      LOG.log(System.Logger.Level.DEBUG, "nobody holds the motion driver", e);
      metrics.commandFailed(command.type().label());
      errors.error(MotionException.UNREACHABLE, "motion");
      throw new MotionException(MotionException.UNREACHABLE);
    }
    if (!answer.equals(MotionDesk.DONE)) {
      throw new MotionException(answer);
    }
  }

  private String handIn(String line) throws IOException {
    int port = Integer.parseInt(Files.readString(address));
    try (Socket desk = new Socket()) {
      desk.setSoTimeout((int) PATIENCE.toMillis());
      desk.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      desk.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(desk.getInputStream(), StandardCharsets.US_ASCII));
      String answer = answers.readLine();
      if (answer == null) {
        throw new IOException("the holder went away: port=" + port);
      }
      return answer;
    }
  }
}
