package dev.tallyman.examples.data20;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for a table of old notes that is too large for a demo: counting it takes longer than
 * the second beyond which a query is slow. SQL knows it as the function {@code archived_notes}.
 *
 * <p>Threading: safe for all threads.
 */
public final class SimulatedArchive {
  private static final long NOTES = 48_000_000;
  private static final int LEAST_MILLIS = 1_100;
  private static final int MOST_MILLIS = 2_200;

  private SimulatedArchive() {}

  /** Counts the notes; public because the database calls it. */
  public static long notes() {
    int millis = ThreadLocalRandom.current().nextInt(LEAST_MILLIS, MOST_MILLIS);
    return new CompletableFuture<Long>()
        .completeOnTimeout(NOTES, millis, TimeUnit.MILLISECONDS)
        .join();
  }
}
