package dev.tallyman.dashboard.history;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which series are meant: those of a name whose labels meet all conditions.
 *
 * <p>Threading: immutable.
 */
public record Selector(String metric, List<LabelMatcher> matchers) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there can be no metric of that name
   */
  public Selector {
    if (!NAME.matcher(metric).matches()) {
      throw new IllegalArgumentException("no name of a metric: name=" + metric);
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
    return matchers.isEmpty()
        ? metric
        : matchers.stream()
            .map(LabelMatcher::promql)
            .collect(Collectors.joining(",", metric + "{", "}"));
  }
}
