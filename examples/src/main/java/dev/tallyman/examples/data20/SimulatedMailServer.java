package dev.tallyman.examples.data20;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
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

  /** Takes a mail, or does not; after a while it answers as SMTP has it, 250 for a mail taken. */
  CompletableFuture<String> accept(String address) {
    int millis = LEAST_MILLIS + random.nextInt(MOST_MILLIS - LEAST_MILLIS);
    return new CompletableFuture<String>()
        .completeOnTimeout(answer(address), millis, TimeUnit.MILLISECONDS);
  }

  private String answer(String address) {
    if (address.startsWith("nobody@")) {
      return "550 no such mailbox";
    }
    return random.nextDouble() < BUSY ? "451 try again later" : "250 ok";
  }
}
