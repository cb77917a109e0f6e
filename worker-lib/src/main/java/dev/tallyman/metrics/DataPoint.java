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
  private final boolean overflow;

  DataPoint(NewSeries series) {
    this.createdMillis = series.createdMillis();
    this.overflow =
        !series.labelValues().isEmpty()
            && series.labelValues().stream().allMatch(Metric.OVERFLOW::equals);
  }

  /** Whether it takes what is over a limit, as its label values say, and so is that of many. */
  public final boolean isOverflow() {
    return overflow;
  }

  final long createdMillis() {
    return createdMillis;
  }

  /** Whether it has anything to say. */
  boolean isPresent() {
    return true;
  }

  /**
   * Takes it off the page; what comes later into it goes nowhere. False if it can't be, since what
   * was counted has to stay counted.
   */
  boolean retire() {
    return false;
  }

  /** Takes it off the page, if it can be, until something is recorded into it. */
  void hide() {}

  abstract SeriesView read(Labels labels);
}
