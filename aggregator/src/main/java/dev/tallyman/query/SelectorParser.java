package dev.tallyman.query;

import com.google.re2j.PatternSyntaxException;
import dev.tallyman.query.Matcher.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a vector selector: {@code name}, {@code name{label="v",other!="v",x=~"re",y!~"re"}}, {@code
 * {label="v"}} or, as Prometheus 3 has it, {@code {"any name","any label"="v"}}, and nothing else
 * of PromQL.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a {@link SelectorException} that says where.
 */
final class SelectorParser {
  private final String text;
  private final List<Matcher> matchers = new ArrayList<>();
  private int at;

  private SelectorParser(String text) {
    this.text = text;
  }

  static Selector parse(String text) throws SelectorException {
    SelectorParser parser = new SelectorParser(text);
    parser.selector();
    return new Selector(parser.matchers);
  }

  private void selector() throws SelectorException {
    skipBlanks();
    if (at == text.length()) {
      throw error(at, "no expression found in input");
    }
    int start = at;
    String name = name(true);
    if (!name.isEmpty()) {
      matchers.add(Matcher.of(Matcher.NAME, Operator.EQUAL, name));
    }
    skipBlanks();
    if (peek() == '{') {
      at++;
      braces();
    } else if (name.isEmpty()) {
      throw unexpected("a metric name or \"{\"");
    }
    skipBlanks();
    if (at < text.length()) {
      throw unexpected("the end: only plain vector selectors can be asked for");
    }
    if (matchers.stream().allMatch(matcher -> matcher.takes(""))) {
      throw error(start, "vector selector must contain at least one non-empty matcher");
    }
  }

  private void braces() throws SelectorException {
    skipBlanks();
    while (peek() != '}') {
      matcher();
      skipBlanks();
      if (peek() == ',') {
        at++;
        skipBlanks();
      } else if (peek() != '}') {
        throw unexpected("\",\" or \"}\"");
      }
    }
    at++;
  }

  private void matcher() throws SelectorException {
    int start = at;
    boolean quoted = QuotedText.isQuote(peek());
    String label = quoted ? quoted() : name(false);
    if (label.isEmpty()) {
      throw unexpected("a label name");
    }
    skipBlanks();
    if (quoted && (peek() == ',' || peek() == '}')) {
      add(start, Matcher.NAME, Operator.EQUAL, label);
      return;
    }
    Operator operator = operator();
    skipBlanks();
    if (!QuotedText.isQuote(peek())) {
      throw unexpected("a quoted value");
    }
    add(start, label, operator, quoted());
  }

  private void add(int start, String label, Operator operator, String value)
      throws SelectorException {
    boolean second =
        label.equals(Matcher.NAME)
            && operator == Operator.EQUAL
            && new Selector(matchers).onlyName() != null;
    if (second) {
      throw error(
          start,
          "metric name must not be set twice: \"%s\" or \"%s\""
              .formatted(new Selector(matchers).onlyName(), value));
    }
    try {
      matchers.add(Matcher.of(label, operator, value));
    } catch (PatternSyntaxException e) {
      throw error(start, String.valueOf(e.getMessage()));
    }
  }

  private Operator operator() throws SelectorException {
    Operator longest = null;
    for (Operator operator : Operator.values()) {
      boolean longer = longest == null || operator.sign().length() > longest.sign().length();
      if (text.startsWith(operator.sign(), at) && longer) {
        longest = operator;
      }
    }
    if (longest == null) {
      throw unexpected("one of \"=\", \"!=\", \"=~\" and \"!~\"");
    }
    at += longest.sign().length();
    return longest;
  }

  private String quoted() throws SelectorException {
    QuotedText quoted = new QuotedText(text, at);
    String value = quoted.value();
    at = quoted.end();
    return value;
  }

  /** What is a name from here on; empty if nothing is. */
  private String name(boolean ofMetric) {
    int start = at;
    while (at < text.length() && isInName(text.charAt(at), at > start, ofMetric)) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isInName(char c, boolean digitsToo, boolean colonsToo) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return letter || (digitsToo && c >= '0' && c <= '9') || (colonsToo && c == ':');
  }

  /** Blanks, and comments to the end of their line. */
  private void skipBlanks() {
    while (at < text.length() && (" \t\r\n".indexOf(text.charAt(at)) >= 0 || peek() == '#')) {
      int line = text.indexOf('\n', at);
      at = peek() != '#' ? at + 1 : line < 0 ? text.length() : line;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private SelectorException unexpected(String wanted) {
    String found =
        at < text.length()
            ? "\"" + Character.toString(text.codePointAt(at)) + "\""
            : "end of input";
    return error(at, "unexpected " + found + ", expected " + wanted + hint());
  }

  /** What whoever types a name with dots as it is has to know. */
  private String hint() {
    char c = peek();
    boolean behindAName = at > 0 && isInName(text.charAt(at - 1), true, true);
    return c > '~' || (behindAName && (c == '.' || c == '/' || c == '-'))
        ? "; names with such characters stand in quotes, as in {\"a.b\",\"c.d\"=\"e\"}"
        : "";
  }

  private static SelectorException error(int place, String what) {
    return new SelectorException(place, what);
  }
}
