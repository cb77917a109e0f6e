package dev.tallyman.model;

import java.util.Arrays;

/**
 * The kinds of metric family. The code of a type stands in tally files, so it never changes.
 *
 * <p>Threading: immutable.
 */
public enum MetricType {
  COUNTER(1),
  GAUGE(2),
  HISTOGRAM(3),
  SUMMARY(4),
  INFO(5),
  STATE_SET(6),
  /** A histogram with native buckets; it may have classic ones as well. */
  NATIVE_HISTOGRAM(7),
  /** A summary with quantiles. */
  QUANTILE_SUMMARY(8);

  private final int code;

  MetricType(int code) {
    this.code = code;
  }

  /** The number that stands for this type in a tally file. */
  public int code() {
    return code;
  }

  /** Whether its series can have buckets with upper bounds. */
  public boolean hasUpperBounds() {
    return this == HISTOGRAM || this == NATIVE_HISTOGRAM;
  }

  /** Whether its series have exponential buckets. */
  public boolean hasSketch() {
    return this == NATIVE_HISTOGRAM || this == QUANTILE_SUMMARY;
  }

  /**
   * Whether what was recorded as one of the two can be merged with what was recorded as the other:
   * a histogram may get other kinds of buckets, and a summary quantiles, from one release of an
   * application to the next.
   */
  public boolean mergesWith(MetricType other) {
    return this == other
        || (hasUpperBounds() && other.hasUpperBounds())
        || (isSummary() && other.isSummary());
  }

  private boolean isSummary() {
    return this == SUMMARY || this == QUANTILE_SUMMARY;
  }

  /** Whether a type has the given code. */
  public static boolean isCode(int code) {
    return Arrays.stream(values()).anyMatch(type -> type.code == code);
  }

  /**
   * The type with the given code.
   *
   * @throws IllegalArgumentException if no type has it
   */
  public static MetricType ofCode(int code) {
    for (MetricType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown metric type: code=" + code);
  }
}
