package dev.tallyman.model;

import java.nio.charset.StandardCharsets;

/**
 * Which names Prometheus takes: any text since its third version, which older scrapers get with
 * everything but letters, digits and underscores replaced. Names are checked where a family is
 * defined, nowhere else.
 */
final class Names {
  private Names() {}

  /** Anything that UTF-8 can say, but nothing at all. */
  static boolean isMetricName(String name) {
    return !name.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  /** Letters, digits, underscores and colons, or nothing: a page has it outside of quotes. */
  static boolean isUnit(String unit) {
    return unit.chars()
        .allMatch(
            c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == ':');
  }

  /** As a metric's name, but not beginning with two underscores: these are Prometheus' own. */
  static boolean isLabelName(String name) {
    return isMetricName(name) && !beginsReserved(name);
  }

  /** Nor with what client_java takes for two underscores. */
  private static boolean beginsReserved(String name) {
    return name.startsWith("__") || name.startsWith("._") || name.startsWith("..");
  }
}
