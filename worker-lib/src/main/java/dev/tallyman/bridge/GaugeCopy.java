package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.model.GaugeMode;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;

/**
 * The copy of one series of a gauge.
 *
 * <p>One worker that does not know its value must not make the value of all unknown: it has no part
 * in a sum or in the largest or smallest until it knows again.
 *
 * <p>Threading: one thread at a time.
 */
final class GaugeCopy {
  private final Gauge to;
  private final String[] labelValues;
  private final boolean alone;

  GaugeCopy(Gauge to, String[] labelValues, GaugeMode mode) {
    this.to = to;
    this.labelValues = labelValues;
    this.alone = mode.rule() == GaugeMode.Rule.EACH || mode.rule() == GaugeMode.Rule.MOST_RECENT;
  }

  void copy(double value) {
    if (alone || !Double.isNaN(value)) {
      to.labelValues(labelValues).set(value);
    } else {
      to.remove(labelValues);
    }
  }

  /** How a gauge is copied. */
  record Into(Gauge metric, GaugeMode mode) implements PointCopying<DataPointSnapshot, GaugeCopy> {
    @Override
    public GaugeCopy begin(String[] labelValues, DataPointSnapshot source) {
      return new GaugeCopy(metric, labelValues, mode);
    }

    @Override
    public void copy(GaugeCopy point, DataPointSnapshot source) {
      point.copy(
          source instanceof GaugeDataPointSnapshot gauge
              ? gauge.getValue()
              : ((UnknownDataPointSnapshot) source).getValue());
    }

    @Override
    public boolean gone(GaugeCopy point, String[] labelValues) {
      metric.remove(labelValues);
      return true;
    }
  }
}
