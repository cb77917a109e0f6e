package dev.tallyman.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What several aggregators have answered to the same question.
 *
 * <p>Threading: immutable.
 *
 * @param answers of those that answered
 * @param missing the addresses of the others
 */
record Answered<T>(List<T> answers, List<String> missing) {
  Answered {
    answers = List.copyOf(answers);
    missing = List.copyOf(missing);
  }

  /**
   * An answer that is on its way.
   *
   * @param url whose it is
   */
  record Awaited<T>(String url, CompletableFuture<T> answer) {}

  /** What one of them has answered; null if it has not. */
  private record Outcome<T>(String url, @Nullable T answer, Problem.@Nullable Found problem) {}

  /** All of them together; the first one's problem if none answers. */
  static <T> CompletableFuture<Answered<T>> of(List<Awaited<T>> awaited) {
    CompletableFuture<List<Outcome<T>>> outcomes =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (Awaited<T> one : awaited) {
      outcomes =
          outcomes.thenCombine(
              outcome(one),
              (list, outcome) -> {
                list.add(outcome);
                return list;
              });
    }
    return outcomes.thenApply(Answered::ofOutcomes);
  }

  private static <T> CompletableFuture<Outcome<T>> outcome(Awaited<T> awaited) {
    return awaited
        .answer()
        .thenApply(answer -> new Outcome<T>(awaited.url(), answer, null))
        .exceptionally(failure -> new Outcome<>(awaited.url(), null, problemOf(failure)));
  }

  private static <T> Answered<T> ofOutcomes(List<Outcome<T>> outcomes) {
    List<T> answers = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Outcome<T> outcome : outcomes) {
      T answer = outcome.answer();
      if (answer == null) {
        missing.add(outcome.url());
      } else {
        answers.add(answer);
      }
    }
    Problem.Found first = outcomes.get(0).problem();
    if (answers.isEmpty() && first != null) {
      throw first;
    }
    return new Answered<>(answers, missing);
  }

  /** The problem that the failure is; anything else is a mistake of ours, and goes on. */
  static Problem.Found problemOf(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Problem.Found found) {
      return found;
    }
    throw new CompletionException(cause);
  }
}
