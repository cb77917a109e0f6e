package dev.tallyman.examples.service;

/** What a route does with a request. */
@FunctionalInterface
public interface Action {
  /**
   * Answers, on a thread that may wait.
   *
   * @throws Exception if there is no answer; it is logged, and the client is told 500
   */
  Reply answer(Call call) throws Exception;
}
