package dev.tallyman.model;

/**
 * Names of metrics that look alike: in the text {@code *} stands for any characters, none included.
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: a text that no metric's name can look like is an {@link IllegalArgumentException}.
 *
 * @param text a metric's name, with {@code *} for any characters
 */
public record NamePattern(String text) {
  public NamePattern {
    if (!Names.isMetricName(text.replace('*', '_'))) {
      throw new IllegalArgumentException("no pattern of a metric's name: pattern=\"" + text + "\"");
    }
  }

  /** Whether a name looks so. */
  public boolean fits(String name) {
    return fits(text, name);
  }

  /** Goes back to the last star only, so a pattern of many stars costs no more than the name. */
  static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
