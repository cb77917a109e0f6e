package dev.tallyman.bridge;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    /** Begins the copy of a data point. */
    P begin(String[] labelValues);

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
  }

  /** Copies each data point by itself, into a metric with these labels. */
  static <S extends DataPointSnapshot, P> FamilyCopy pointwise(
      LabelSet labels, PointCopying<S, P> copying) {
    Map<Labels, P> points = new HashMap<>();
    return snapshots -> {
      Map<Labels, P> missing = new HashMap<>(points);
      IllegalArgumentException refused = null;
      for (MetricSnapshot snapshot : snapshots) {
        for (DataPointSnapshot source : snapshot.getDataPoints()) {
          Labels key = source.getLabels();
          missing.remove(key);
          @SuppressWarnings("unchecked") // The family's kind was looked at when it began.
          S ofItsKind = (S) source;
          try {
            labels.checkCovers(key);
            copying.copy(
                points.computeIfAbsent(key, any -> copying.begin(labels.valuesOf(any))), ofItsKind);
          } catch (IllegalArgumentException e) {
            refused = e;
          }
        }
      }
      missing.forEach(
          (key, point) -> {
            if (copying.gone(point, labels.valuesOf(key))) {
              points.remove(key);
            }
          });
      if (refused != null) {
        throw refused;
      }
    };
  }
}
