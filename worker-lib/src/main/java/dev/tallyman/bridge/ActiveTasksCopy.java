package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.GaugeDataPoint;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

/**
 * The copy of one series of Micrometer's active tasks. It shows them as a summary, but count and
 * sum go down again when tasks end, so in truth they are two gauges.
 *
 * <p>Threading: one thread at a time.
 */
record ActiveTasksCopy(GaugeDataPoint count, GaugeDataPoint sum) {
  /** The end of such a summary's name. */
  static final String NAMED = "_active_seconds";

  /** How active tasks are copied. */
  record Into(Gauge count, Gauge sum)
      implements PointCopying<SummaryDataPointSnapshot, ActiveTasksCopy> {
    @Override
    public ActiveTasksCopy begin(String[] labelValues) {
      return new ActiveTasksCopy(count.labelValues(labelValues), sum.labelValues(labelValues));
    }

    @Override
    public void copy(ActiveTasksCopy point, SummaryDataPointSnapshot source) {
      point.count.set((double) source.getCount());
      point.sum.set(source.getSum());
    }

    @Override
    public void gone(ActiveTasksCopy point) {
      point.count.set(0);
      point.sum.set(0);
    }
  }
}
