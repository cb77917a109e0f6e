package dev.tallyman.bridge;

/**
 * The asking of all collectors that the data points of the moment come from.
 *
 * <p>Threading: one thread at a time.
 */
final class Scrape {
  private long beganMillis;

  /** The collectors are asked again. */
  void begin() {
    beganMillis = System.currentTimeMillis();
  }

  /** When the first of them was asked, in milliseconds since the epoch. */
  long beganMillis() {
    return beganMillis;
  }
}
