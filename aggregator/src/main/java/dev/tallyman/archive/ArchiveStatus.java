package dev.tallyman.archive;

import java.util.OptionalLong;

/**
 * The archive at one moment.
 *
 * <p>Threading: immutable.
 *
 * @param series folded series
 * @param bytes what the store takes on disk
 * @param filesWaiting files whose counts are in memory and not on disk yet
 * @param oldestWaitingMillis since when the oldest of them waits, in milliseconds since the epoch
 */
public record ArchiveStatus(
    int series, long bytes, int filesWaiting, OptionalLong oldestWaitingMillis) {}
