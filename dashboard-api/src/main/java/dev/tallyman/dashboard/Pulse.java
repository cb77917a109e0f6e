package dev.tallyman.dashboard;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * How many calls the fleet has answered, now. Who asks at about the same time shares an answer, so
 * that the aggregator is asked once a second at most, however many look on.
 *
 * <p>Threading: safe for all threads; nobody waits.
 */
final class Pulse {
  private static final long SHARED_MILLIS = 900;
  private static final List<String> NAMES = List.of(EndpointRows.CALLS);

  private final MergedPage page;
  private final Clock clock;
  private @Nullable CompletableFuture<Reading> latest;
  private long askedMillis;

  /**
   * What was seen.
   *
   * @param up whether the aggregator answered; if not, the counts mean nothing
   */
  record Reading(long millis, boolean up, double calls, double errors) {
    /** Calls per second since an earlier reading; NaN if that can't be told. */
    double callsPerSecondSince(Reading earlier) {
      return follows(earlier)
          ? (calls - earlier.calls) * 1_000 / (millis - earlier.millis)
          : Double.NaN;
    }

    /** The share of calls since an earlier reading that failed; NaN if that can't be told. */
    double errorRatioSince(Reading earlier) {
      return follows(earlier) && calls > earlier.calls
          ? (errors - earlier.errors) / (calls - earlier.calls)
          : Double.NaN;
    }

    private boolean follows(Reading earlier) {
      return up
          && earlier.up
          && millis > earlier.millis
          && calls >= earlier.calls
          && errors >= earlier.errors;
    }
  }

  Pulse(MergedPage page, Clock clock) {
    this.page = page;
    this.clock = clock;
  }

  /** The latest reading. */
  synchronized CompletableFuture<Reading> now() {
    long millis = clock.millis();
    CompletableFuture<Reading> known = latest;
    if (known != null && Math.abs(millis - askedMillis) < SHARED_MILLIS) {
      return known;
    }
    CompletableFuture<Reading> asked =
        page.samples(NAMES).thenApply(this::reading).exceptionally(this::down);
    latest = asked;
    askedMillis = millis;
    return asked;
  }

  private Reading reading(List<Sample> samples) {
    double calls = 0;
    double errors = 0;
    for (Sample sample : samples) {
      if (sample.name().equals(EndpointRows.CALLS) && !Double.isNaN(sample.value())) {
        calls += sample.value();
        errors += EndpointRows.isError(sample.labels()) ? sample.value() : 0;
      }
    }
    return new Reading(clock.millis(), true, calls, errors);
  }

  private Reading down(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Problem.Found) {
      return new Reading(clock.millis(), false, 0, 0);
    }
    throw new CompletionException(cause);
  }
}
