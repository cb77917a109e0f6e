package dev.tallyman.model;

import java.util.Comparator;
import java.util.UUID;

/**
 * One process that records, or has recorded.
 *
 * <p>Threading: immutable.
 *
 * @param id its random identity
 * @param pid its process id, as it sees it itself
 * @param name its name, or empty
 * @param createdMillis when it began to record, in milliseconds since the epoch
 * @param live whether it lives
 */
public record Worker(UUID id, long pid, String name, long createdMillis, boolean live) {
  /** The oldest first; of two that are equally old, always the same one. */
  public static final Comparator<Worker> BY_AGE =
      Comparator.comparingLong(Worker::createdMillis).thenComparing(Worker::id);
}
