package dev.tallyman.exposition;

import dev.tallyman.model.Labels;

/**
 * Takes samples one by one.
 *
 * @param <S> how it knows a series again
 */
public interface SampleSink<S> {
  /**
   * A handle for a series that is seen for the first time.
   *
   * @param name the sample's name as it is on the page
   * @param labels all of its labels
   */
  S series(String name, Labels labels);

  /** The value of a series. */
  void put(S series, double value);
}
