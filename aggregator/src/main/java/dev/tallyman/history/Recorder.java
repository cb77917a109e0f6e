package dev.tallyman.history;

import dev.tallyman.model.Labels;

/**
 * Takes the samples of one tick.
 *
 * <p>Threading: one thread at a time, while the call lasts that it was given to.
 */
public interface Recorder {
  /**
   * A handle for a series, good for this tick and all later ones.
   *
   * @param name the sample's name, with its suffix
   * @param labels its labels, in any order
   */
  SeriesHandle series(String name, Labels labels);

  /** The series has this value now. One that is not put has left. */
  void put(SeriesHandle series, double value);
}
