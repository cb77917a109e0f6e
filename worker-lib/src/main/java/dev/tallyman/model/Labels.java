package dev.tallyman.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The labels that one series carries: names and values in the same order.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a different number of names and values is an {@link IllegalArgumentException}.
 *
 * @param names the label names
 * @param values as many values, each possibly empty
 */
public record Labels(List<String> names, List<String> values) {
  /** No labels. */
  public static final Labels EMPTY = new Labels(List.of(), List.of());

  /**
   * Labels by name and value in turn.
   *
   * @throws IllegalArgumentException if the last name has no value
   */
  public static Labels of(String... namesAndValues) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i++) {
      (i % 2 == 0 ? names : values).add(namesAndValues[i]);
    }
    return new Labels(names, values);
  }

  public Labels {
    names = List.copyOf(names);
    values = List.copyOf(values);
    if (names.size() != values.size()) {
      throw new IllegalArgumentException(
          "labels do not match: names=" + names + ", values=" + values);
    }
  }
}
