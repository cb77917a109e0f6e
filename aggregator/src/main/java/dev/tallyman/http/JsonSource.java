package dev.tallyman.http;

/**
 * Answers questions in JSON.
 *
 * <p>Threading: called by several threads at once.
 *
 * <p>Failure: whatever it throws is logged, and a plain 500 for the client.
 */
@FunctionalInterface
public interface JsonSource {
  /** Answers. */
  JsonAnswer answer(Asked asked);
}
