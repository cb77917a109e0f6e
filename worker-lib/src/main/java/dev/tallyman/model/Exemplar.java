package dev.tallyman.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One observation as an example of many: what it was, when, and labels that lead to it, a trace's
 * id say.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: labels that OpenMetrics does not take are an {@link IllegalArgumentException}: a bad
 * name, one name twice, or more than {@value #CHARS_LIMIT} characters in all.
 *
 * @param value what was observed, or by how much a counter grew
 * @param labels by their names, in order
 * @param timestampMillis when, in milliseconds since the epoch
 */
public record Exemplar(double value, Labels labels, long timestampMillis) {
  /** The label that names a trace. */
  public static final String TRACE_ID = "trace_id";

  /** The label that names a span of a trace. */
  public static final String SPAN_ID = "span_id";

  /** How many characters all names and values may have together. */
  public static final int CHARS_LIMIT = 128;

  /** Newest last; a total order, so that of two at once always the same wins. */
  private static final Comparator<Exemplar> BY_AGE =
      Comparator.comparingLong(Exemplar::timestampMillis)
          .thenComparingDouble(Exemplar::value)
          .thenComparing(exemplar -> exemplar.labels().toString());

  public Exemplar {
    labels = sorted(labels);
  }

  /** The newer of the two; neither counts for something if it is absent. */
  public static @Nullable Exemplar newest(@Nullable Exemplar one, @Nullable Exemplar other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return BY_AGE.compare(one, other) >= 0 ? one : other;
  }

  /** Canonical, so that equal ones are equal whoever made them. */
  private static Labels sorted(Labels labels) {
    List<Integer> order = new ArrayList<>();
    int chars = 0;
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < labels.names().size(); i++) {
      order.add(i);
      String name = labels.names().get(i);
      String value = labels.values().get(i);
      chars += name.codePointCount(0, name.length()) + value.codePointCount(0, value.length());
      if (!Names.isLabelName(name) || !seen.add(name)) {
        throw new IllegalArgumentException("bad exemplar label: name=\"" + name + "\"");
      }
    }
    if (chars > CHARS_LIMIT) {
      throw new IllegalArgumentException("exemplar labels too long: characters=" + chars);
    }
    order.sort(Comparator.comparing(labels.names()::get));
    return new Labels(
        order.stream().map(labels.names()::get).toList(),
        order.stream().map(labels.values()::get).toList());
  }
}
