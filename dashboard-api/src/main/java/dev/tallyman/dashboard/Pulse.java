package dev.tallyman.dashboard;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
   * @param up whether an aggregator answered; if none did, the counts mean nothing
   * @param missing the addresses of those that did not
   */
  record Reading(long millis, boolean up, double calls, double errors, List<String> missing) {
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
          // Somebody who comes back brings all that was counted before.
          && missing.equals(earlier.missing)
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

  private Reading reading(MergedPage.Samples samples) {
    double calls = 0;
    double errors = 0;
    for (Sample sample : samples.all()) {
      if (sample.name().equals(EndpointRows.CALLS) && !Double.isNaN(sample.value())) {
        calls += sample.value();
        errors += EndpointRows.isError(sample.labels()) ? sample.value() : 0;
      }
    }
    return new Reading(clock.millis(), true, calls, errors, samples.missing());
  }

  private Reading down(Throwable failure) {
    Problem.Found unused = Answered.problemOf(failure);
    return new Reading(clock.millis(), false, 0, 0, List.of());
  }
}
