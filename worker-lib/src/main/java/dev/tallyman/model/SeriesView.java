package dev.tallyman.model;

import org.jspecify.annotations.Nullable;

/**
 * One series and its value at this moment. Which of the values have a meaning depends on the
 * family's type; the others are zero.
 *
 * <p>Threading: as {@link FamilyView}.
 */
public interface SeriesView {
  /**
   * The family's labels, and {@code pid} and {@code worker} where gauges are told apart by them.
   */
  Labels labels();

  /** A counter's total, or a gauge's value. */
  double value();

  /** How many observations a histogram or a summary has seen. */
  long count();

  /** The sum of a histogram's or a summary's observations. */
  double sum();

  /**
   * How many observations fell into one bucket of a histogram, not counting the buckets below it.
   *
   * @param bucket from 0 to the number of upper bounds, the last one being the bucket above them
   */
  long bucketCount(int bucket);

  /**
   * Whether a state of a state set is on.
   *
   * @param state the state's place in {@link Family#states()}
   */
  boolean stateOn(int state);

  /**
   * The newest exemplar of a counter, or of a histogram's bucket; most have none.
   *
   * @param bucket as in {@link #bucketCount}; 0 of a counter
   */
  default @Nullable Exemplar exemplar(int bucket) {
    return null;
  }

  /** When its first contributor began to count, in milliseconds since the epoch. */
  long createdMillis();
}
