package dev.tallyman.http;

import java.util.List;
import java.util.Map;

/**
 * Answers questions in JSON.
 *
 * <p>Threading: called by several threads at once.
 *
 * <p>Failure: whatever it throws is logged, and a plain 500 for the client.
 */
@FunctionalInterface
public interface JsonSource {
  /**
   * Answers.
   *
   * @param parameters of the form and of the address, each with its values in order
   */
  JsonAnswer answer(Map<String, List<String>> parameters);
}
