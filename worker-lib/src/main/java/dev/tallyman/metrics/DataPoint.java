package dev.tallyman.metrics;

import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;

/**
 * One series of a metric: what is recorded into.
 *
 * <p>Threading: safe for all threads. Failure: recording never throws.
 */
public abstract sealed class DataPoint
    permits CounterDataPoint,
        DistributionDataPoint,
        GaugeDataPoint,
        InfoDataPoint,
        StateSetDataPoint {
  private final long createdMillis;

  DataPoint(long createdMillis) {
    this.createdMillis = createdMillis;
  }

  final long createdMillis() {
    return createdMillis;
  }

  /** Whether it has anything to say. */
  boolean isPresent() {
    return true;
  }

  abstract SeriesView read(Labels labels);
}
