package dev.tallyman.metrics;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.Labels;
import dev.tallyman.model.SeriesView;
import org.jspecify.annotations.Nullable;

/** What a data point read as. */
final class Reading implements SeriesView {
  private final Labels labels;
  private final long createdMillis;
  private double value;
  private double sum;
  private long[] counts = {};
  private @Nullable Exemplar[] exemplars = {};

  Reading(Labels labels, long createdMillis) {
    this.labels = labels;
    this.createdMillis = createdMillis;
  }

  Reading value(double newValue) {
    value = newValue;
    return this;
  }

  /** Buckets, a single count, or states as 0 and 1. */
  Reading counts(long... newCounts) {
    counts = newCounts;
    return this;
  }

  Reading sum(double newSum) {
    sum = newSum;
    return this;
  }

  Reading exemplars(@Nullable Exemplar... newExemplars) {
    exemplars = newExemplars;
    return this;
  }

  @Override
  public @Nullable Exemplar exemplar(int bucket) {
    return bucket < exemplars.length ? exemplars[bucket] : null;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public long count() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  @Override
  public double sum() {
    return sum;
  }

  @Override
  public long bucketCount(int bucket) {
    return counts[bucket];
  }

  @Override
  public boolean stateOn(int state) {
    return counts[state] != 0;
  }

  @Override
  public long createdMillis() {
    return createdMillis;
  }
}
