package dev.tallyman.bridge;

import dev.tallyman.bridge.FamilyCopy.PointCopying;
import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import java.util.List;

/**
 * The copy of one series of a counter.
 *
 * <p>Threading: one thread at a time.
 */
final class CounterCopy {
  private final CounterDataPoint to;
  private final GrowingSum copied = new GrowingSum();
  private final Beginning beginning;
  private final ExemplarCopy exemplars = new ExemplarCopy();
  private double seen;

  CounterCopy(CounterDataPoint to, Scrape scrape) {
    this.to = to;
    this.beginning = new Beginning(scrape);
  }

  void copy(CounterDataPointSnapshot source) {
    double value = source.getValue();
    if (!Double.isFinite(value) || value < 0) {
      return;
    }
    if (beginning.isAnother(source) || value < seen) {
      copied.restart();
    }
    seen = value;
    double step = copied.advanceTo(value);
    // One that is too far ahead by a rounding waits for the source.
    if (step > 0) {
      to.inc(step);
    }
    Exemplar exemplar = source.getExemplar();
    exemplars.copy(exemplar == null ? List.of() : List.of(exemplar), to::keepExemplar);
  }

  /** How a counter is copied. */
  record Into(Counter metric, Scrape scrape)
      implements PointCopying<CounterDataPointSnapshot, CounterCopy> {
    @Override
    public CounterCopy begin(String[] labelValues, CounterDataPointSnapshot source) {
      return new CounterCopy(
          metric.labelValuesSince(Beginning.createdMillis(source), labelValues), scrape);
    }

    @Override
    public void copy(CounterCopy point, CounterDataPointSnapshot source) {
      point.copy(source);
    }

    @Override
    public boolean isOverLimit(CounterCopy point) {
      return point.to.isOverflow();
    }
  }
}
