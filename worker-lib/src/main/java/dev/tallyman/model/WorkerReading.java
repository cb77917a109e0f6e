package dev.tallyman.model;

import java.util.List;

/**
 * What one worker has recorded, as it was last read.
 *
 * <p>Threading: confined to whoever took the reading, until the next one.
 */
public interface WorkerReading {
  /** Whose reading it is. */
  Worker worker();

  /** Its series. From one reading to the next the list only grows, at its end. */
  List<? extends SeriesReading> series();

  /** What it had to leave out. */
  LossCounts losses();
}
