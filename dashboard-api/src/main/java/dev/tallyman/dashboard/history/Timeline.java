package dev.tallyman.dashboard.history;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One series over time: a value for each point of a {@link Grid}, NaN where none is known.
 *
 * <p>Threading: immutable.
 */
public final class Timeline {
  private final SortedMap<String, String> labels;
  private final double[] values;

  private Timeline(Map<String, String> labels, double[] values) {
    this.labels = new TreeMap<>(labels);
    this.values = values;
  }

  /** A timeline of these values. */
  public static Timeline of(Map<String, String> labels, double... values) {
    return new Timeline(labels, values.clone());
  }

  /** The same without a copy; nobody may write to the values any more. */
  static Timeline owning(Map<String, String> labels, double[] values) {
    return new Timeline(labels, values);
  }

  /** What tells it from others, by name. */
  public SortedMap<String, String> labels() {
    return Collections.unmodifiableSortedMap(labels);
  }

  /** How many points it has. */
  public int points() {
    return values.length;
  }

  /** The value at a point; NaN if none is known. */
  public double at(int point) {
    return values[point];
  }

  /** The same with another value at a point. */
  Timeline with(int point, double value) {
    double[] changed = values.clone();
    changed[point] = value;
    return new Timeline(labels, changed);
  }

  /** The first point with a value; how many there are if none has. */
  public int firstKnown() {
    int point = 0;
    while (point < values.length && Double.isNaN(values[point])) {
      point++;
    }
    return point;
  }

  /** The sum of all values that are known; NaN if none is. */
  public double total() {
    double total = Double.NaN;
    for (double value : values) {
      total = plus(total, value);
    }
    return total;
  }

  /** What is known of both together. */
  static double plus(double a, double b) {
    if (Double.isNaN(a)) {
      return b;
    }
    return Double.isNaN(b) ? a : a + b;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Timeline that
        && labels.equals(that.labels)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return labels + " " + Arrays.toString(values);
  }
}
