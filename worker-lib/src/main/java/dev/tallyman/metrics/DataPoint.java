package dev.tallyman.metrics;

import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import dev.tallyman.tally.Tally;
import org.jspecify.annotations.Nullable;

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
  private final Tally tally;
  private final String metric;
  private final long createdMillis;
  private final boolean overflow;

  DataPoint(NewSeries series) {
    this.tally = series.tally();
    this.metric = series.family().name();
    this.createdMillis = series.createdMillis();
    this.overflow =
        !series.labelValues().isEmpty()
            && series.labelValues().stream().allMatch(Metric.OVERFLOW::equals);
  }

  /** Whether it takes what is over a limit, as its label values say, and so is that of many. */
  public final boolean isOverflow() {
    return overflow;
  }

  final Tally tally() {
    return tally;
  }

  /**
   * Counts a recording that made no sense.
   *
   * @param what was to be recorded: the log names it, once for each metric
   */
  final void drop(@Nullable Object what) {
    tally.countDropped(metric, what);
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
