package dev.tallyman.query;

import dev.tallyman.history.Column;
import dev.tallyman.history.SeriesVisitor;
import dev.tallyman.history.Staleness;
import dev.tallyman.model.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the value of each series at each step: that of its last sample, if it is not older than
 * five minutes and does not mark that the series has left. Of the samples it sees it keeps only the
 * last one; of the steps, those that have a value.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a {@link TooMuchException} when the answer becomes too large.
 */
final class RangeEvaluation implements SeriesVisitor {
  /** As Prometheus' default. */
  static final long LOOK_BACK_MILLIS = 300_000;

  static final int SERIES_LIMIT = 10_000;
  static final int POINTS_LIMIT = 500_000;

  private final RangeQuery query;
  private final Map<SeriesName, Points> found = new HashMap<>();
  private int points;

  RangeEvaluation(RangeQuery query) {
    this.query = query;
  }

  /** The values of one series. */
  final class Points {
    private long[] millis = new long[8];
    private double[] values = new double[8];
    private int size;
    private long step = query.startMillis();
    private long lastMillis = Long.MIN_VALUE;
    private double last;

    int size() {
      return size;
    }

    long millis(int point) {
      return millis[point];
    }

    double value(int point) {
      return values[point];
    }

    private void sample(long sampleMillis, double value) {
      if (sampleMillis > lastMillis) {
        stepUpTo(Math.min(sampleMillis - 1, query.endMillis()));
        lastMillis = sampleMillis;
        last = value;
      }
    }

    /** Takes all steps that no later sample has a say in. */
    private void stepUpTo(long limit) {
      boolean shows = lastMillis != Long.MIN_VALUE && !Staleness.isMark(last);
      while (step <= limit) {
        if (!shows || step - lastMillis >= LOOK_BACK_MILLIS) {
          step += ((limit - step) / query.stepMillis() + 1) * query.stepMillis();
          return;
        }
        add();
        step += query.stepMillis();
      }
    }

    private void add() {
      points++;
      if (points > POINTS_LIMIT) {
        throw new TooMuchException("points", POINTS_LIMIT);
      }
      if (size == values.length) {
        millis = Arrays.copyOf(millis, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      millis[size] = step;
      values[size] = last;
      size++;
    }
  }

  /** From which moment on samples matter. */
  long fromMillis() {
    return query.startMillis() - LOOK_BACK_MILLIS;
  }

  @Override
  public void visit(String name, Labels labels, Column column) {
    Points series = found.computeIfAbsent(new SeriesName(name, labels), key -> new Points());
    if (found.size() > SERIES_LIMIT) {
      throw new TooMuchException("series", SERIES_LIMIT);
    }
    for (int sample = 0; sample < column.size(); sample++) {
      series.sample(column.millis(sample), column.value(sample));
    }
  }

  /** The series that have a value at any step, once all samples are seen. */
  Map<SeriesName, Points> end() {
    found.values().forEach(series -> series.stepUpTo(query.endMillis()));
    found.values().removeIf(series -> series.size() == 0);
    return found;
  }
}
