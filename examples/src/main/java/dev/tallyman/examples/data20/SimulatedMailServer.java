package dev.tallyman.examples.data20;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Takes mails as a mail server does: not at once, not always at the first try, and none for an
 * address without a mailbox.
 *
 * <p>Threading: safe for all threads.
 */
final class SimulatedMailServer {
  private static final int LEAST_MILLIS = 60;
  private static final int MOST_MILLIS = 300;
  private static final double BUSY = 0.15;

  private final Random random = new Random(25);

  /**
   * Takes a mail.
   *
   * @throws TryLaterException if the server is busy
   * @throws IllegalArgumentException if nobody has this address
   */
  void accept(String address) throws InterruptedException, TryLaterException {
    TimeUnit.MILLISECONDS.sleep(LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS));
    if (address.startsWith("nobody@")) {
      throw new IllegalArgumentException("550 no such mailbox: address=" + address);
    }
    if (random.nextDouble() < BUSY) {
      throw new TryLaterException("451 try again later");
    }
  }
}
