package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.StateSet;
import dev.tallyman.metrics.StateSetDataPoint;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;

/**
 * The copy of one series of a state set.
 *
 * <p>Threading: one thread at a time.
 */
final class StateSetCopy {
  private final StateSetDataPoint to;

  StateSetCopy(StateSetDataPoint to) {
    this.to = to;
  }

  void copy(StateSetDataPointSnapshot source) {
    for (int i = 0; i < source.size(); i++) {
      if (source.isTrue(i)) {
        to.setTrue(source.getName(i));
      } else {
        to.setFalse(source.getName(i));
      }
    }
  }

  /** How a state set is copied. */
  record Into(StateSet metric) implements PointCopying<StateSetDataPointSnapshot, StateSetCopy> {
    @Override
    public StateSetCopy begin(String[] labelValues, StateSetDataPointSnapshot source) {
      return new StateSetCopy(metric.labelValues(labelValues));
    }

    @Override
    public void copy(StateSetCopy point, StateSetDataPointSnapshot source) {
      point.copy(source);
    }

    @Override
    public boolean gone(StateSetCopy point, String[] labelValues) {
      metric.remove(labelValues);
      return true;
    }
  }
}
