package dev.tallyman.dashboard.history;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which series are meant: those of a name whose labels meet all conditions.
 *
 * <p>Threading: immutable.
 */
public record Selector(String metric, List<LabelMatcher> matchers) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there can be no metric of that name
   */
  public Selector {
    if (metric.isEmpty()) {
      throw new IllegalArgumentException("no name of a metric: it is empty");
    }
    matchers = List.copyOf(matchers);
  }

  /** All series of a name. */
  public static Selector of(String metric) {
    return new Selector(metric, List.of());
  }

  /** The same conditions on the metric whose name goes on like this: {@code _bucket}, say. */
  public Selector suffixed(String suffix) {
    return new Selector(metric + suffix, matchers);
  }

  /** As Prometheus writes it. */
  public String promql() {
    boolean plain = Names.isPlainMetric(metric);
    if (plain && matchers.isEmpty()) {
      return metric;
    }
    Stream<String> conditions = matchers.stream().map(LabelMatcher::promql);
    return plain
        ? conditions.collect(Collectors.joining(",", metric + "{", "}"))
        : Stream.concat(Stream.of(Names.quoted(metric)), conditions)
            .collect(Collectors.joining(",", "{", "}"));
  }
}
