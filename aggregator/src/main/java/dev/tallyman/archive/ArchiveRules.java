package dev.tallyman.archive;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the archive keeps what.
 *
 * <p>Threading: immutable.
 *
 * @param gaugeRetention how long gauges of mode {@code all} outlive their worker
 * @param seriesExpiry after what time series leave that no living worker has, and no worker that
 *     died since then had; null if never
 */
public record ArchiveRules(Duration gaugeRetention, @Nullable Duration seriesExpiry) {
  /** Ten minutes, and for ever. */
  public static final ArchiveRules DEFAULT = new ArchiveRules(Duration.ofMinutes(10), null);
}
