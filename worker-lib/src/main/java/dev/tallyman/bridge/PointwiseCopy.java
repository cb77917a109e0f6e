package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A family whose data points are copied one by one.
 *
 * <p>What has left the source is remembered if it only grew, so that it is not counted again should
 * it come back. There are no more of these than the metric has series, and so many over the limit:
 * when there are more, all of them are forgotten.
 *
 * <p>Threading: one thread at a time.
 *
 * @param <S> client_java's kind of data point
 * @param <P> the copy of one data point
 */
final class PointwiseCopy<S extends DataPointSnapshot, P> implements FamilyCopy {
  /** How many are remembered that are over the limit, and have left the source. */
  static final int REMEMBERED = 1_000;

  private final LabelSet labels;
  private final PointCopying<S, P> copying;
  private final Map<Labels, P> points = new HashMap<>();

  PointwiseCopy(LabelSet labels, PointCopying<S, P> copying) {
    this.labels = labels;
    this.copying = copying;
  }

  @Override
  public void copy(List<MetricSnapshot> snapshots) {
    Set<Labels> present = new HashSet<>();
    IllegalArgumentException refused = null;
    for (MetricSnapshot snapshot : snapshots) {
      for (DataPointSnapshot source : snapshot.getDataPoints()) {
        try {
          if (!present.add(source.getLabels())) {
            throw new IllegalArgumentException(
                "two sources of one series: labels=" + source.getLabels());
          }
          copy(source);
        } catch (IllegalArgumentException e) {
          refused = e;
        }
      }
    }
    forget(present);
    if (refused != null) {
      throw refused;
    }
  }

  private void copy(DataPointSnapshot source) {
    Labels key = source.getLabels();
    labels.checkCovers(key);
    @SuppressWarnings("unchecked") // The family's kind was looked at when it began.
    S ofItsKind = (S) source;
    P point = points.computeIfAbsent(key, any -> copying.begin(labels.valuesOf(any), ofItsKind));
    copying.copy(point, ofItsKind);
  }

  /** How many data points there are, and were. */
  int remembered() {
    return points.size();
  }

  private void forget(Set<Labels> present) {
    List<Labels> overLimit = new ArrayList<>();
    points
        .entrySet()
        .removeIf(
            each -> {
              Labels key = each.getKey();
              if (present.contains(key)) {
                return false;
              }
              if (copying.isOverLimit(each.getValue())) {
                overLimit.add(key);
              }
              return copying.gone(each.getValue(), labels.valuesOf(key));
            });
    if (overLimit.size() > REMEMBERED) {
      points.keySet().removeAll(overLimit);
    }
  }
}
