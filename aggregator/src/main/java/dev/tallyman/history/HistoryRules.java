package dev.tallyman.history;

import java.time.Duration;

/**
 * How often samples are taken, and how much of them is kept.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: what makes no sense is an {@link IllegalArgumentException}.
 *
 * @param interval the time from one sample to the next
 * @param retention how long a sample is kept, up to a block longer; zero for no history at all
 * @param bytes how large the store's file may become
 */
public record HistoryRules(Duration interval, Duration retention, long bytes) {
  /** Less would not hold a block of many series. */
  public static final long LEAST_BYTES = 16L << 20;

  /** Every 15 seconds, for a day, in 256 MiB. */
  public static final HistoryRules DEFAULT =
      new HistoryRules(Duration.ofSeconds(15), Duration.ofHours(24), 256L << 20);

  /** No history. */
  public static final HistoryRules OFF =
      new HistoryRules(DEFAULT.interval, Duration.ZERO, DEFAULT.bytes);

  public HistoryRules {
    if (interval.isNegative() || interval.isZero() || retention.isNegative()) {
      throw new IllegalArgumentException(
          "bad times: interval=" + interval + ", retention=" + retention);
    }
    if (bytes < LEAST_BYTES) {
      throw new IllegalArgumentException("too few bytes: bytes=" + bytes);
    }
  }

  /** Whether there is a history. */
  public boolean isOn() {
    return !retention.isZero();
  }
}
