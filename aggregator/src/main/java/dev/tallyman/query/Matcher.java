package dev.tallyman.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label. A label that a series does not have reads as an empty one.
 *
 * <p>Threading: immutable.
 *
 * @param label the label's name
 * @param operator how its value is compared
 * @param value with what
 * @param pattern the value as an expression, if it is one
 */
record Matcher(String label, Operator operator, String value, @Nullable Pattern pattern) {
  /** The metric's name, read as a label. */
  static final String NAME = "__name__";

  /** How a value is compared. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    DOES_NOT_MATCH("!~");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    boolean isExpression() {
      return this == MATCHES || this == DOES_NOT_MATCH;
    }
  }

  /**
   * A matcher.
   *
   * @throws PatternSyntaxException if the value should be an expression and is none
   */
  static Matcher of(String label, Operator operator, String value) {
    // Anchored at both ends, as Prometheus has it.
    return new Matcher(
        label, operator, value, operator.isExpression() ? Pattern.compile(value) : null);
  }

  boolean takes(String text) {
    boolean same = pattern == null ? value.equals(text) : pattern.matches(text);
    return same == (operator == Operator.EQUAL || operator == Operator.MATCHES);
  }
}
