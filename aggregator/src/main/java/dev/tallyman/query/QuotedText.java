package dev.tallyman.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * A quoted text, with the escapes that PromQL has from Go: in single and double quotes the letters
 * {@value #ESCAPES} and the quote itself after a backslash, {@code x} and two hexadecimal digits,
 * three octal digits, {@code u} and four and {@code U} and eight hexadecimal digits; none in
 * backticks.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a {@link SelectorException} that says where.
 */
final class QuotedText {
  private static final String ESCAPES = "abfnrtv\\";
  private static final byte[] ESCAPED = {7, '\b', '\f', '\n', '\r', '\t', 11, '\\'};

  private final String text;
  private final char quote;
  private final int start;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int at;

  QuotedText(String text, int start) {
    this.text = text;
    this.quote = text.charAt(start);
    this.start = start;
    this.at = start + 1;
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  /** The first place behind it. */
  int end() {
    return at;
  }

  /** Reads it, to be done once. */
  String value() throws SelectorException {
    while (at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c == quote) {
        return bytes.toString(UTF_8);
      }
      if (c == '\n' && quote != '`') {
        break;
      }
      if (c == '\\' && quote != '`') {
        escape();
      } else {
        write(c);
      }
    }
    throw new SelectorException(start, "unterminated quoted string");
  }

  private void escape() throws SelectorException {
    int place = at - 1;
    char c = at < text.length() ? text.charAt(at) : '\0';
    at++;
    int known = ESCAPES.indexOf(c);
    if (c == quote) {
      bytes.write(c);
    } else if (known >= 0) {
      bytes.write(ESCAPED[known]);
    } else if (c == 'x') {
      bytes.write(number(place, 2, 16));
    } else if (c == 'u' || c == 'U') {
      write(codePoint(place, number(place, c == 'u' ? 4 : 8, 16)));
    } else if (c >= '0' && c <= '7') {
      at--;
      int value = number(place, 3, 8);
      if (value > 255) {
        throw bad(place);
      }
      bytes.write(value);
    } else {
      throw bad(place);
    }
  }

  private int number(int place, int digits, int radix) throws SelectorException {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), radix) : -1;
      if (digit < 0) {
        throw bad(place);
      }
      value = value * radix + digit;
      at++;
    }
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static int codePoint(int place, int value) throws SelectorException {
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (!Character.isValidCodePoint(value) || surrogate) {
      throw bad(place);
    }
    return value;
  }

  private void write(int codePoint) {
    bytes.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
  }

  private static SelectorException bad(int place) {
    return new SelectorException(place, "unknown escape sequence");
  }
}
