package dev.tallyman.history;

/**
 * How the history stands.
 *
 * <p>Threading: immutable.
 *
 * @param series how many series the block has that is being recorded
 * @param leftOut how many series the last tick had no room for
 * @param bytes what the store's file takes
 * @param oldestMillis when the oldest sample was taken, or 0 if there is none
 * @param unreadable how often an entry could not be read
 */
public record HistoryStatus(
    int series, int leftOut, long bytes, long oldestMillis, long unreadable) {}
