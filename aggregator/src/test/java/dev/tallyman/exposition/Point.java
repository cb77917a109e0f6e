package dev.tallyman.exposition;

import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import java.util.ArrayList;
import java.util.List;

/**
 * One series as a test says it is.
 *
 * @param labels its labels
 * @param value a counter's or a gauge's value
 * @param count a summary's count
 * @param sum a summary's or a histogram's sum
 * @param buckets a histogram's counts
 * @param states a state set's states
 */
public record Point(
    Labels labels, double value, long count, double sum, List<Long> buckets, List<Boolean> states)
    implements SeriesView {

  /** A series of the given label names and values, in turn, with nothing but zeros. */
  public static Point of(String... namesAndValues) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      names.add(namesAndValues[i]);
      values.add(namesAndValues[i + 1]);
    }
    return new Point(new Labels(names, values), 0, 0, 0, List.of(), List.of());
  }

  public Point value(double newValue) {
    return new Point(labels, newValue, count, sum, buckets, states);
  }

  public Point observed(long newCount, double newSum) {
    return new Point(labels, value, newCount, newSum, buckets, states);
  }

  public Point buckets(double newSum, long... counts) {
    List<Long> newBuckets = new ArrayList<>();
    long total = 0;
    for (long bucket : counts) {
      newBuckets.add(bucket);
      total += bucket;
    }
    return new Point(labels, value, total, newSum, newBuckets, states);
  }

  public Point states(Boolean... on) {
    return new Point(labels, value, count, sum, buckets, List.of(on));
  }

  @Override
  public long bucketCount(int bucket) {
    return buckets.get(bucket);
  }

  @Override
  public boolean stateOn(int state) {
    return states.get(state);
  }

  @Override
  public long createdMillis() {
    return 1_700_000_000_123L;
  }
}
