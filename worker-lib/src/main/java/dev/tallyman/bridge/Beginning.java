package dev.tallyman.bridge;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;

/**
 * When a source says that it began. Where it begins again, and has soon more than it had, its
 * values alone would not tell.
 *
 * <p>Threading: one thread at a time.
 */
final class Beginning {
  private static final long NOT_SAID = 0;

  private long seenMillis = NOT_SAID;

  /** Whether the source has begun again since it was last asked. Many don't say when they began. */
  boolean isAnother(DataPointSnapshot source) {
    long millis = source.hasCreatedTimestamp() ? source.getCreatedTimestampMillis() : NOT_SAID;
    boolean another = seenMillis != NOT_SAID && millis > seenMillis;
    seenMillis = Math.max(seenMillis, millis);
    return another;
  }
}
