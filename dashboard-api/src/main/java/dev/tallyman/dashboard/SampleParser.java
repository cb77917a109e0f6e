package dev.tallyman.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the samples of a page in Prometheus' text format, version 0.0.4.
 *
 * <p>It is strict: a page that was cut, or is something else, must not pass for one without
 * samples. Comments are passed over.
 *
 * <p>Threading: one thread at a time.
 */
final class SampleParser {
  private final String line;
  private int at;

  private SampleParser(String line) {
    this.line = line;
  }

  /**
   * Reads a page.
   *
   * @throws SampleFormatException if any of its lines is none
   */
  static List<Sample> parse(String page) throws SampleFormatException {
    List<Sample> samples = new ArrayList<>();
    int number = 0;
    for (int begin = 0; begin < page.length(); ) {
      number++;
      int end = page.indexOf('\n', begin);
      if (end < 0) {
        throw new SampleFormatException("line " + number + ": it does not end");
      }
      String line = page.substring(begin, end);
      if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
        try {
          samples.add(new SampleParser(line).sample());
        } catch (SampleFormatException e) {
          throw new SampleFormatException("line " + number + ": " + e.getMessage());
        }
      }
      begin = end + 1;
    }
    return samples;
  }

  private Sample sample() throws SampleFormatException {
    skipBlanks();
    String name = name(true);
    skipBlanks();
    Map<String, String> labels = Map.of();
    if (takeIf('{')) {
      labels = labels();
      skipBlanks();
    }
    double value = value(word());
    skipBlanks();
    if (at < line.length()) {
      timestamp(word());
      skipBlanks();
    }
    if (at < line.length()) {
      throw bad("more than a sample");
    }
    return new Sample(name, labels, value);
  }

  private Map<String, String> labels() throws SampleFormatException {
    Map<String, String> labels = new LinkedHashMap<>();
    skipBlanks();
    while (!takeIf('}')) {
      String name = name(false);
      skipBlanks();
      take('=');
      skipBlanks();
      take('"');
      if (labels.put(name, quoted()) != null) {
        throw bad("label " + name + " twice");
      }
      skipBlanks();
      if (!takeIf(',')) {
        take('}');
        return labels;
      }
      skipBlanks();
    }
    return labels;
  }

  private String name(boolean colons) throws SampleFormatException {
    int begin = at;
    while (at < line.length() && isOfName(line.charAt(at), colons)) {
      at++;
    }
    if (at == begin || isDigit(line.charAt(begin))) {
      throw bad("no name");
    }
    return line.substring(begin, at);
  }

  private String quoted() throws SampleFormatException {
    StringBuilder text = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return text.toString();
      }
      text.append(c == '\\' ? escaped() : c);
    }
    throw bad("label value does not end");
  }

  private char escaped() throws SampleFormatException {
    char c = at < line.length() ? line.charAt(at++) : ' ';
    return switch (c) {
      case '\\', '"' -> c;
      case 'n' -> '\n';
      default -> throw bad("unknown escape");
    };
  }

  private String word() throws SampleFormatException {
    int begin = at;
    while (at < line.length() && !isBlank(line.charAt(at))) {
      at++;
    }
    if (at == begin) {
      throw bad("no value");
    }
    return line.substring(begin, at);
  }

  private double value(String word) throws SampleFormatException {
    return switch (word) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> number(word);
    };
  }

  private double number(String word) throws SampleFormatException {
    // Java alone would also take 1d, 0x1p3 and Infinity.
    if (!word.chars().allMatch(c -> isDigit(c) || "+-.eE".indexOf(c) >= 0)) {
      throw bad("bad value");
    }
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw bad("bad value");
    }
  }

  private void timestamp(String word) throws SampleFormatException {
    try {
      long unused = Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw bad("bad timestamp");
    }
  }

  private void take(char expected) throws SampleFormatException {
    if (!takeIf(expected)) {
      throw bad("expected " + expected);
    }
  }

  private boolean takeIf(char expected) {
    boolean found = at < line.length() && line.charAt(at) == expected;
    if (found) {
      at++;
    }
    return found;
  }

  private void skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isOfName(char c, boolean colons) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '_'
        || (colons && c == ':');
  }

  private SampleFormatException bad(String what) {
    return new SampleFormatException(what + " at column " + (at + 1));
  }
}
