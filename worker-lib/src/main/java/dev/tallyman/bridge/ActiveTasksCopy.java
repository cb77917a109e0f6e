package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.GaugeDataPoint;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;

/**
 * The copy of one series of what is active now: a histogram of gauges, or the summary that
 * Micrometer makes of its active tasks. Count and sum go down again when tasks end, so they are two
 * gauges.
 *
 * <p>Threading: one thread at a time.
 */
record ActiveTasksCopy(GaugeDataPoint count, GaugeDataPoint sum) {
  /** The end of such a summary's name. */
  static final String NAMED = "_active_seconds";

  /** How active tasks are copied. */
  record Into(Gauge count, Gauge sum)
      implements PointCopying<DistributionDataPointSnapshot, ActiveTasksCopy> {
    @Override
    public ActiveTasksCopy begin(String[] labelValues, DistributionDataPointSnapshot source) {
      return new ActiveTasksCopy(count.labelValues(labelValues), sum.labelValues(labelValues));
    }

    @Override
    public void copy(ActiveTasksCopy point, DistributionDataPointSnapshot source) {
      point.count.set(source.hasCount() ? (double) source.getCount() : 0);
      point.sum.set(source.hasSum() ? source.getSum() : 0);
    }

    @Override
    public boolean gone(ActiveTasksCopy point, String[] labelValues) {
      count.remove(labelValues);
      sum.remove(labelValues);
      return true;
    }
  }
}
