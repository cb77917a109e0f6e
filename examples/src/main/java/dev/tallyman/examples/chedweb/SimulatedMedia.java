package dev.tallyman.examples.chedweb;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * What WebRTC needs of a media engine, which is not there: it looks at an offer and has an answer,
 * usually soon, sometimes after a second, and now and then it has none.
 *
 * <p>Threading: safe for all threads.
 */
final class SimulatedMedia {
  private static final double FAILS = 0.03;
  private static final double SLOW = FAILS + 0.1;
  private static final double MEAN_MILLIS = 25;
  private static final Duration LONG = Duration.ofSeconds(1);

  private final Random random = new Random(1_446);

  /**
   * Answers an offer.
   *
   * @throws IllegalArgumentException if it is no session description
   * @throws IOException if the two sides have no codec in common
   */
  String answer(String offer) throws IOException {
    if (!offer.startsWith("v=0")) {
      throw new IllegalArgumentException("no session description");
    }
    double luck;
    long nanos;
    synchronized (random) {
      luck = random.nextDouble();
      nanos = (long) (-Math.log(1 - random.nextDouble()) * MEAN_MILLIS * 1e6);
    }
    LockSupport.parkNanos(luck >= FAILS && luck < SLOW ? LONG.toNanos() : nanos);
    if (luck < FAILS) {
      throw new IOException("no codec in common");
    }
    return "v=0\r\ns=chedweb\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=sendonly\r\n";
  }
}
