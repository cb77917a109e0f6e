package dev.tallyman.bridge;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/**
 * A family of client_java's that is copied into a metric of ours.
 *
 * <p>Threading: one thread at a time.
 */
interface FamilyCopy {
  /**
   * Copies what the family holds now.
   *
   * @throws IllegalArgumentException if some of it can't be copied; the rest was
   */
  void copy(List<MetricSnapshot> snapshots);

  /**
   * What is done with one data point.
   *
   * @param <S> client_java's kind of data point
   * @param <P> the copy of one data point
   */
  interface PointCopying<S extends DataPointSnapshot, P> {
    /** Begins the copy of a data point; nothing is copied yet. */
    P begin(String[] labelValues, S source);

    /** Copies what a data point holds. */
    void copy(P point, S source);

    /**
     * The source does not have the data point now.
     *
     * @return whether it would be another one that came back
     */
    default boolean gone(P point, String[] labelValues) {
      return false;
    }

    /** Whether what is copied to is the series of all that is over a limit. */
    default boolean isOverLimit(P point) {
      return false;
    }
  }

  /** Copies each data point by itself, into a metric with these labels. */
  static <S extends DataPointSnapshot, P> FamilyCopy pointwise(
      LabelSet labels, PointCopying<S, P> copying) {
    return new PointwiseCopy<>(labels, copying);
  }
}
