package dev.tallyman.bridge;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import java.time.Instant;

/**
 * When a source says that it began. Where it begins again, and has soon more than it had, its
 * values alone would not tell.
 *
 * <p>Threading: one thread at a time.
 */
final class Beginning {
  /** What is older was not said in milliseconds, or by a clock that nobody had set. */
  private static final long OLDEST_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private static final long NOT_SAID = 0;

  private final Scrape scrape;
  private long seenMillis = NOT_SAID;

  Beginning(Scrape scrape) {
    this.scrape = scrape;
  }

  /** When the source began; a time to come if it does not say, or can't be right. */
  static long createdMillis(DataPointSnapshot source) {
    long millis = saidBy(source);
    return millis < OLDEST_MILLIS ? Long.MAX_VALUE : millis;
  }

  /**
   * Whether the source has begun again since it was last asked. Many don't say when they began;
   * Micrometer's custom meters say each time that it was just now, which says nothing either.
   */
  boolean isAnother(DataPointSnapshot source) {
    long millis = saidBy(source);
    boolean later = seenMillis != NOT_SAID && millis > seenMillis;
    boolean another = later && millis < scrape.beganMillis();
    seenMillis = Math.max(seenMillis, millis);
    return another;
  }

  private static long saidBy(DataPointSnapshot source) {
    return source.hasCreatedTimestamp() ? source.getCreatedTimestampMillis() : NOT_SAID;
  }
}
