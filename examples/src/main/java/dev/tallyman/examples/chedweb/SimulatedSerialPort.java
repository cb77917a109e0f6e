package dev.tallyman.examples.chedweb;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A serial port with a motion driver behind it, neither of which is there. It takes its time for
 * every byte, refuses a command now and then, is silent sometimes, and comes unplugged.
 *
 * <p>Threading: one thread at a time.
 */
final class SimulatedSerialPort implements SerialPort {
  static final Duration PATIENCE = Duration.ofMillis(150);

  private static final double UNPLUGGED = 0.004;
  private static final double SILENT = UNPLUGGED + 0.015;
  private static final double REFUSED = SILENT + 0.04;
  private static final double MEAN_MILLIS = 4;

  private final Random random;

  SimulatedSerialPort(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public byte[] exchange(byte[] line) throws IOException {
    double luck = random.nextDouble();
    pause(Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * MEAN_MILLIS * 1e6)));
    if (luck < UNPLUGGED) {
      throw new IOException("the port is gone: bytes=" + line.length);
    }
    if (luck < SILENT) {
      pause(PATIENCE);
      throw new SocketTimeoutException("no answer: millis=" + PATIENCE.toMillis());
    }
    return (luck < REFUSED ? "ERR 3\n" : "OK\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static void pause(Duration pause) {
    LockSupport.parkNanos(pause.toNanos());
  }
}
