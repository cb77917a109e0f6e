package dev.tallyman.model;

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
  STATE_SET(6);

  private final int code;

  MetricType(int code) {
    this.code = code;
  }

  /** The number that stands for this type in a tally file. */
  public int code() {
    return code;
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
