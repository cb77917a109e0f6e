package dev.tallyman.merge;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Family;
import dev.tallyman.model.GaugeMode;
import dev.tallyman.model.LossCounts;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.Worker;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A worker's reading with its gauges under other rules. It grows as the reading does.
 *
 * <p>Threading: as the reading.
 */
final class RuledReading implements WorkerReading {
  private final GaugeRules rules;
  private final List<SeriesReading> series = new ArrayList<>();
  private WorkerReading reading;
  private int seen;

  RuledReading(GaugeRules rules, WorkerReading reading) {
    this.rules = rules;
    this.reading = reading;
  }

  /** The next reading of the same worker. */
  RuledReading next(WorkerReading newer) {
    reading = newer;
    return this;
  }

  @Override
  public Worker worker() {
    return reading.worker();
  }

  @Override
  public LossCounts losses() {
    return reading.losses();
  }

  @Override
  public List<SeriesReading> series() {
    List<? extends SeriesReading> parts = reading.series();
    for (; seen < parts.size(); seen++) {
      SeriesReading part = parts.get(seen);
      Family family = rules.familyOf(part.family());
      if (family.equals(part.family())) {
        series.add(part);
      } else if (!isMerged(reading, part)) {
        series.add(new RuledGauge(part, family));
      }
    }
    return Collections.unmodifiableList(series);
  }

  /** What the archive has merged under one mode does not come apart for another. */
  private static boolean isMerged(WorkerReading reading, SeriesReading part) {
    GaugeMode mode = part.family().gaugeMode();
    boolean ofOne = mode != null && mode.rule() == GaugeMode.Rule.EACH;
    return GaugeRules.isOfArchive(reading.worker()) && !ofOne;
  }

  /** A gauge under another mode. */
  private record RuledGauge(SeriesReading part, Family family) implements SeriesReading {
    @Override
    public List<String> labelValues() {
      return part.labelValues();
    }

    @Override
    public long createdMillis() {
      return part.createdMillis();
    }

    @Override
    public long wholeCount() {
      return part.wholeCount();
    }

    @Override
    public void addTo(ExactSum sum) {
      sum.add(part.gaugeValue());
    }

    @Override
    public long bucketCount(int bucket) {
      return part.bucketCount(bucket);
    }

    @Override
    public double gaugeValue() {
      return part.gaugeValue();
    }

    @Override
    public long gaugeSetAtMillis() {
      GaugeMode recorded = part.family().gaugeMode();
      return recorded != null && recorded.rule() == GaugeMode.Rule.MOST_RECENT
          ? part.gaugeSetAtMillis()
          : part.createdMillis();
    }

    @Override
    public boolean isPresent() {
      return part.isPresent();
    }

    @Override
    public boolean flag(int place) {
      return part.flag(place);
    }
  }
}
