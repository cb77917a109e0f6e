package dev.tallyman.exposition;

import dev.tallyman.model.Family;
import dev.tallyman.model.Labels;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The samples of one family, with the handles of its series.
 *
 * <p>Threading: one thread at a time.
 *
 * @param <S> how the sink knows a series again
 */
final class FamilySamples<S> {
  private final Family family;
  private final SampleNames names;
  private final IdentityHashMap<Labels, Handles<S>> handles = new IdentityHashMap<>();
  private long round;

  /** The handles of one series, in the order of its lines. */
  private static final class Handles<S> {
    final List<S> lines = new ArrayList<>(1);
    long round;
  }

  FamilySamples(Family family) {
    this.family = family;
    this.names = SampleNames.of(family);
  }

  /** Whether no earlier family has any of these names; then they are taken. */
  boolean takeNames(TakenNames<Family> taken) {
    return taken.take(names, family) == null;
  }

  long round() {
    return round;
  }

  void begin(long currentRound) {
    round = currentRound;
  }

  /** Forgets series that were not read in this round. */
  void end() {
    handles.values().removeIf(series -> series.round != round);
  }

  void read(SeriesView series, SampleSink<S> sink) {
    Handles<S> own = handles.get(series.labels());
    if (own == null) {
      own = new Handles<>();
      addLines(series.labels(), own.lines, sink);
      handles.put(series.labels(), own);
    }
    own.round = round;
    put(series, own.lines, sink);
  }

  private void addLines(Labels labels, List<S> lines, SampleSink<S> sink) {
    List<String> own = names.samples();
    if (family.type().hasUpperBounds()) {
      for (double bound : family.upperBounds()) {
        lines.add(sink.series(own.get(0), with(labels, "le", Double.toString(bound))));
      }
      lines.add(sink.series(own.get(0), with(labels, "le", "+Inf")));
      own = own.subList(1, own.size());
    } else if (family.type() == MetricType.QUANTILE_SUMMARY) {
      for (double quantile : SampleNames.quantiles(family)) {
        lines.add(sink.series(own.get(0), with(labels, "quantile", Double.toString(quantile))));
      }
      own = own.subList(1, own.size());
    } else if (family.type() == MetricType.STATE_SET) {
      for (String state : family.states()) {
        lines.add(sink.series(own.get(0), with(labels, family.name(), state)));
      }
      own = List.of();
    }
    for (String name : own) {
      lines.add(sink.series(name, labels));
    }
  }

  private void put(SeriesView series, List<S> lines, SampleSink<S> sink) {
    switch (family.type()) {
      case COUNTER, GAUGE -> sink.put(lines.get(0), series.value());
      case INFO -> sink.put(lines.get(0), 1);
      case STATE_SET -> {
        for (int state = 0; state < family.states().size(); state++) {
          sink.put(lines.get(state), series.stateOn(state) ? 1 : 0);
        }
      }
      case HISTOGRAM, NATIVE_HISTOGRAM -> {
        int buckets = family.upperBounds().size() + 1;
        long cumulative = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
          cumulative += series.bucketCount(bucket);
          sink.put(lines.get(bucket), (double) cumulative);
        }
        putCountAndSum(cumulative, series.sum(), lines.subList(buckets, lines.size()), sink);
      }
      case SUMMARY -> putCountAndSum(series.count(), series.sum(), lines, sink);
      case QUANTILE_SUMMARY -> {
        int quantiles = lines.size() - 2;
        for (int place = 0; place < quantiles; place++) {
          sink.put(lines.get(place), series.quantile(place));
        }
        List<S> rest = lines.subList(quantiles, lines.size());
        putCountAndSum(series.count(), series.sum(), rest, sink);
      }
    }
  }

  private void putCountAndSum(long count, double sum, List<S> lines, SampleSink<S> sink) {
    sink.put(lines.get(0), (double) count);
    if (!Double.isNaN(sum)) {
      sink.put(lines.get(1), sum);
    }
  }

  private static Labels with(Labels labels, String name, String value) {
    List<String> names = new ArrayList<>(labels.names());
    List<String> values = new ArrayList<>(labels.values());
    names.add(name);
    values.add(value);
    return new Labels(names, values);
  }
}
