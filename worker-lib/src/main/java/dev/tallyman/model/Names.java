package dev.tallyman.model;

/** Which names Prometheus takes. Names are checked where a family is defined, nowhere else. */
final class Names {
  private Names() {}

  /** Letters, digits, underscores and colons, not beginning with a digit. */
  static boolean isMetricName(String name) {
    return matches(name, true);
  }

  /** Letters, digits and underscores, not beginning with a digit nor with two underscores. */
  static boolean isLabelName(String name) {
    return matches(name, false) && !name.startsWith("__");
  }

  private static boolean matches(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
