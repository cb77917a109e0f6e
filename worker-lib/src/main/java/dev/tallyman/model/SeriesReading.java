package dev.tallyman.model;

import java.util.List;

/**
 * One worker's part of a series, as it was last read. Which of the values have a meaning depends on
 * the family's type; the others must not be asked for.
 *
 * <p>Threading: as {@link WorkerReading}.
 */
public interface SeriesReading {
  /** The family as the worker knows it. */
  Family family();

  /** One value for each of the family's label names. */
  List<String> labelValues();

  /** When the worker began this series, in milliseconds since the epoch. */
  long createdMillis();

  /** Whether it has anything to say; a gauge, an info or a state set can be taken away. */
  default boolean isPresent() {
    return true;
  }

  /** The newest exemplars of a counter, or of a histogram's buckets; most series have none. */
  default List<Exemplar> exemplars() {
    return List.of();
  }

  /** A counter's whole increments. */
  long wholeCount();

  /**
   * Adds a counter's fractional increments, the sum of a histogram's or summary's observations, or
   * a gauge's value.
   */
  void addTo(ExactSum sum);

  /**
   * How many observations fell into a bucket of a histogram, by the worker's own bounds and not
   * counting the buckets below it; a summary has one bucket, its count.
   */
  long bucketCount(int bucket);

  /** A gauge's value. */
  double gaugeValue();

  /** When a gauge of a most-recent mode was set, in milliseconds since the epoch; 0 if never. */
  long gaugeSetAtMillis();

  /** Whether an info is shown (flag 0), or a state of a state set is on. */
  boolean flag(int place);
}
