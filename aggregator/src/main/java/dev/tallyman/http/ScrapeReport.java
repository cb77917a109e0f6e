package dev.tallyman.http;

import dev.tallyman.exposition.Format;

/**
 * How one page was made.
 *
 * <p>Threading: immutable.
 *
 * @param format its format
 * @param readers how many requests it answered
 * @param durationNanos what it took to read, write and compress
 * @param bytes how long it was when sent; 0 if it failed
 * @param familiesRefused how many families were left out because their names were taken
 * @param failed whether there was no page, and the answer was an error
 */
public record ScrapeReport(
    Format format,
    int readers,
    long durationNanos,
    int bytes,
    int familiesRefused,
    boolean failed) {

  static ScrapeReport made(
      Format format, int readers, long durationNanos, int bytes, int familiesRefused) {
    return new ScrapeReport(format, readers, durationNanos, bytes, familiesRefused, false);
  }

  static ScrapeReport failed(Format format, int readers, long durationNanos) {
    return new ScrapeReport(format, readers, durationNanos, 0, 0, true);
  }
}
