package dev.tallyman.dashboard.history;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of metrics and labels as selectors have them since Prometheus 3: letters, digits and
 * underscores as they are, anything else in quotes.
 *
 * <p>Threading: stateless.
 *
 * <p>Failure: what is no name is an {@link IllegalArgumentException}.
 */
public final class Names {
  /** A quoted name: quotes and backslashes in it have a backslash before them. */
  static final String QUOTED = "\"(?!\")[^\"\\\\]*+(?:\\\\[\\\\\"n][^\"\\\\]*+)*+\"";

  /** A label's name. */
  static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*+|" + QUOTED;

  private static final String METRIC = "[a-zA-Z_:][a-zA-Z0-9_:]*+|" + QUOTED;

  private static final Pattern A_METRIC = Pattern.compile(METRIC);
  private static final Pattern A_LABEL = Pattern.compile(LABEL);
  private static final Pattern SOME_LABELS =
      Pattern.compile("(?:" + LABEL + ")(?:,(?:" + LABEL + "))*+");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  private Names() {}

  /** The name of a metric that a text stands for. */
  public static String metric(String text) {
    if (!A_METRIC.matcher(text).matches()) {
      throw new IllegalArgumentException("no name of a metric: name=" + text);
    }
    return unquoted(text);
  }

  /** The names of labels that a text stands for, with commas between them. */
  public static List<String> labels(String text) {
    if (!SOME_LABELS.matcher(text).matches()) {
      throw new IllegalArgumentException("no names of labels: names=" + text);
    }
    return A_LABEL.matcher(text).results().map(label -> unquoted(label.group())).toList();
  }

  static String unquoted(String name) {
    return name.startsWith("\"")
        ? ESCAPED
            .matcher(name.substring(1, name.length() - 1))
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(match.group(1).equals("n") ? "\n" : match.group(1)))
        : name;
  }

  static boolean isPlainMetric(String name) {
    return !name.startsWith("\"") && A_METRIC.matcher(name).matches();
  }

  static String quotedUnlessPlain(String label) {
    boolean plain = !label.startsWith("\"") && A_LABEL.matcher(label).matches();
    return plain ? label : quoted(label);
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
