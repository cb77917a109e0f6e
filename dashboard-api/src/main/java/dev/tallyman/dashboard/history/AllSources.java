package dev.tallyman.dashboard.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Several sources as one, for one question, which may take several requests: their series stand
 * side by side. Counters grow at each of them by themselves, so whoever adds up growth is right.
 *
 * <p>Threading: safe for all threads; nobody waits.
 *
 * <p>Failure: a source that can't be had is left out and named; only if none can be had, or one
 * finds the question itself wrong, the future fails with its {@link HistoryException}.
 */
public final class AllSources implements RangeSource {
  private final List<Source> sources;
  private final Set<String> missing = new TreeSet<>();

  /** These sources, at least one. */
  public AllSources(List<RangeClient> sources) {
    this.sources = sources.stream().map(source -> new Source(source, new Births(source))).toList();
  }

  private record Source(RangeClient client, Births births) {}

  private interface Asking {
    CompletableFuture<List<Timeline>> of(Source source);
  }

  /** The answer of one source, or why there is none. */
  private record Outcome(
      RangeClient source, List<Timeline> series, @Nullable HistoryException failure) {}

  @Override
  public CompletableFuture<List<Timeline>> ask(Selector selector, Grid grid) {
    return all(source -> source.client.ask(selector, grid));
  }

  @Override
  public CompletableFuture<List<Timeline>> counters(Selector selector, Grid grid) {
    return all(source -> source.births.counters(selector, grid));
  }

  private CompletableFuture<List<Timeline>> all(Asking asking) {
    CompletableFuture<List<Outcome>> outcomes =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (Source source : sources) {
      outcomes =
          outcomes.thenCombine(
              asking
                  .of(source)
                  .thenApply(series -> new Outcome(source.client, series, null))
                  .exceptionally(failure -> failed(source.client, failure)),
              (list, outcome) -> {
                list.add(outcome);
                return list;
              });
    }
    return outcomes.thenApply(this::together);
  }

  /** The addresses of those that could not be had, so far. */
  public synchronized List<String> missing() {
    return List.copyOf(missing);
  }

  private synchronized List<Timeline> together(List<Outcome> outcomes) {
    List<Timeline> all = new ArrayList<>();
    int answered = 0;
    HistoryException first = null;
    for (Outcome outcome : outcomes) {
      HistoryException failure = outcome.failure();
      if (failure == null) {
        answered++;
        all.addAll(outcome.series());
      } else {
        missing.add(outcome.source().base());
        first = first == null ? failure : first;
      }
    }
    if (answered == 0 && first != null) {
      throw first;
    }
    return all;
  }

  private static Outcome failed(RangeClient source, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof HistoryException unknown) {
      return switch (unknown.reason()) {
        case NONE, BAD_SOURCE, LATE -> new Outcome(source, List.of(), unknown);
        // The others would give half an answer to a question that has to be asked in another way.
        case TOO_MUCH, REFUSED -> throw unknown;
      };
    }
    throw new CompletionException(cause);
  }
}
