package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.GaugeDataPoint;
import dev.tallyman.model.GaugeMode;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;

/**
 * The copy of one series of a gauge.
 *
 * <p>Threading: one thread at a time.
 */
final class GaugeCopy {
  private final GaugeDataPoint to;
  private final GaugeMode.Rule rule;

  GaugeCopy(GaugeDataPoint to, GaugeMode mode) {
    this.to = to;
    this.rule = mode.rule();
  }

  /** One worker that does not know its value must not make the value of all unknown. */
  void copy(double value) {
    boolean alone = rule == GaugeMode.Rule.EACH || rule == GaugeMode.Rule.MOST_RECENT;
    if (!Double.isNaN(value) || alone) {
      to.set(value);
    } else if (rule == GaugeMode.Rule.SUM) {
      to.set(0);
    }
  }

  /** How a gauge is copied. */
  record Into(Gauge metric, GaugeMode mode) implements PointCopying<DataPointSnapshot, GaugeCopy> {
    @Override
    public GaugeCopy begin(String[] labelValues) {
      return new GaugeCopy(metric.labelValues(labelValues), mode);
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
