package dev.tallyman.dashboard.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of a metric.
 *
 * <p>Threading: immutable.
 *
 * @param selector the series; for an average or a quantile those of the histogram or summary
 *     itself, without {@code _sum} or {@code _bucket}
 * @param quantile which one, from 0 to 1; only for {@link Function#QUANTILE}
 * @param by the labels that tell the answer's series apart; null for all
 */
public record Question(
    Selector selector, Function function, double quantile, @Nullable List<String> by) {
  /** What is done with the values. */
  public enum Function {
    /** Nothing: they are as they are. */
    VALUE,
    /** How fast a counter grows, per second. */
    RATE,
    /** How much a counter grows in each step. */
    INCREASE,
    /** The average of what a histogram or summary has observed in each step. */
    AVG,
    /** A quantile of what a classic histogram has observed in each step. */
    QUANTILE
  }

  /** Copies. */
  public Question {
    by = by == null ? null : List.copyOf(by);
  }
}
