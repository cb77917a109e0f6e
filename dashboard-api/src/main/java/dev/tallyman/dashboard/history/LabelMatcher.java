package dev.tallyman.dashboard.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on one label, as {@code status=~5..} or {@code "label.name"=value} states it.
 *
 * <p>Threading: immutable.
 */
public record LabelMatcher(String label, Comparison comparison, String value) {
  private static final Pattern FORM =
      Pattern.compile("(" + Names.LABEL + ")(=~|!~|!=|=)(.*)", Pattern.DOTALL);

  /** How the label is compared with the value. */
  public enum Comparison {
    EQUAL("="),
    NOT_EQUAL("!="),
    /** The whole label is like the regular expression. */
    LIKE("=~"),
    UNLIKE("!~");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    static Comparison of(String sign) {
      for (Comparison comparison : values()) {
        if (comparison.sign.equals(sign)) {
          return comparison;
        }
      }
      throw new IllegalArgumentException("no comparison: sign=" + sign);
    }
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static LabelMatcher parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no condition on a label: condition=" + text);
    }
    return new LabelMatcher(
        Names.unquoted(form.group(1)), Comparison.of(form.group(2)), form.group(3));
  }

  /** As Prometheus writes it. */
  String promql() {
    return Names.quotedUnlessPlain(label) + comparison.sign + Names.quoted(value);
  }
}
