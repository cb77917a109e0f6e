package dev.tallyman.archive;

import java.util.OptionalLong;

/**
 * The archive at one moment, in memory.
 *
 * <p>Threading: immutable.
 *
 * @param series folded series
 * @param filesWaiting files whose counts are in memory and not on disk yet
 * @param oldestWaitingMillis since when the oldest of them waits, in milliseconds since the epoch
 */
public record ArchiveStatus(int series, int filesWaiting, OptionalLong oldestWaitingMillis) {}
