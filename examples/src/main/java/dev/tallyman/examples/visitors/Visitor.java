package dev.tallyman.examples.visitors;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/**
 * Somebody who comes again and again.
 *
 * <p>Threading: immutable.
 *
 * @param name for the log
 * @param pause how long it stays away, on average
 * @param visit what it does each time
 */
public record Visitor(String name, Duration pause, Visit visit) {
  /** What a visitor does. */
  public interface Visit {
    /**
     * Does it once. What the service answers is the visitor's affair; answers of 400 and above are
     * answers too.
     *
     * @throws IOException if there was no answer
     */
    void to(Site site, Random random) throws IOException, InterruptedException;
  }
}
