package dev.tallyman.dashboard;

/**
 * A line of a page in Prometheus' text format, read from left to right.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a {@link SampleFormatException} that says at which column the line is not as it
 * should be.
 */
final class PageLine {
  private final String line;
  private int at;

  PageLine(String line) {
    this.line = line;
  }

  /** Whether nothing is left. */
  boolean isAtEnd() {
    return at == line.length();
  }

  /** Whether this is what comes now. */
  boolean isNext(char expected) {
    return !isAtEnd() && line.charAt(at) == expected;
  }

  boolean takeIf(char expected) {
    boolean found = isNext(expected);
    if (found) {
      at++;
    }
    return found;
  }

  void take(char expected) throws SampleFormatException {
    if (!takeIf(expected)) {
      throw bad("expected " + expected);
    }
  }

  void skipBlanks() {
    while (!isAtEnd() && isBlank(line.charAt(at))) {
      at++;
    }
  }

  /** The name of a metric, without quotes. */
  String metricName() throws SampleFormatException {
    return name(true);
  }

  /** The name of a label, without quotes. */
  String labelName() throws SampleFormatException {
    return name(false);
  }

  private String name(boolean colons) throws SampleFormatException {
    int begin = at;
    while (!isAtEnd() && isOfName(line.charAt(at), colons)) {
      at++;
    }
    if (at == begin || isDigit(line.charAt(begin))) {
      throw bad("no name");
    }
    return line.substring(begin, at);
  }

  /** A name in quotes, which may have any letters. */
  String quotedName() throws SampleFormatException {
    String name = quoted();
    if (name.isEmpty()) {
      throw bad("no name");
    }
    return name;
  }

  /** What stands between quotes. */
  String quoted() throws SampleFormatException {
    take('"');
    StringBuilder text = new StringBuilder();
    while (!isAtEnd()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return text.toString();
      }
      text.append(c == '\\' ? escaped() : c);
    }
    throw bad("quotes do not end");
  }

  private char escaped() throws SampleFormatException {
    char c = isAtEnd() ? ' ' : line.charAt(at++);
    return switch (c) {
      case '\\', '"' -> c;
      case 'n' -> '\n';
      default -> throw bad("unknown escape");
    };
  }

  /** Everything up to the next blank. */
  String word() throws SampleFormatException {
    int begin = at;
    while (!isAtEnd() && !isBlank(line.charAt(at))) {
      at++;
    }
    if (at == begin) {
      throw bad("line ends too early");
    }
    return line.substring(begin, at);
  }

  /** Everything that is left. */
  String rest() {
    String rest = line.substring(at);
    at = line.length();
    return rest;
  }

  SampleFormatException bad(String what) {
    return new SampleFormatException(what + " at column " + (at + 1));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isOfName(char c, boolean colons) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '_'
        || (colons && c == ':');
  }
}
