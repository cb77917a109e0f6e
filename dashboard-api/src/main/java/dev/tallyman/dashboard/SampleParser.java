package dev.tallyman.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of a page in Prometheus' text format, version 0.0.4 or 1.0.0: in the latter a
 * name may have any letters, and stands in quotes then, a metric's within the braces.
 *
 * <p>It is strict: a page that was cut, or is something else, must not pass for one without
 * samples.
 *
 * <p>Threading: one thread at a time.
 */
final class SampleParser {
  private final PageLine line;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private @Nullable String name;

  private SampleParser(PageLine line) {
    this.line = line;
  }

  /** What reads a comment, from behind its {@code #} on. */
  interface Comments {
    void read(PageLine comment) throws SampleFormatException;
  }

  /**
   * Reads a page, and passes over its comments.
   *
   * @throws SampleFormatException if any of its lines is none
   */
  static List<Sample> parse(String page) throws SampleFormatException {
    return parse(page, comment -> {});
  }

  /**
   * Reads a page.
   *
   * @throws SampleFormatException if any of its lines is none
   */
  static List<Sample> parse(String page, Comments comments) throws SampleFormatException {
    List<Sample> samples = new ArrayList<>();
    int number = 0;
    for (int begin = 0; begin < page.length(); ) {
      number++;
      int end = page.indexOf('\n', begin);
      if (end < 0) {
        throw new SampleFormatException("line " + number + ": it does not end");
      }
      PageLine line = new PageLine(page.substring(begin, end));
      try {
        line.skipBlanks();
        if (line.takeIf('#')) {
          comments.read(line);
        } else if (!line.isAtEnd()) {
          samples.add(new SampleParser(line).sample());
        }
      } catch (SampleFormatException e) {
        throw new SampleFormatException("line " + number + ": " + e.getMessage());
      }
      begin = end + 1;
    }
    return samples;
  }

  private Sample sample() throws SampleFormatException {
    if (!line.isNext('{')) {
      name = line.metricName();
      line.skipBlanks();
    }
    if (line.takeIf('{')) {
      readBraces();
      line.skipBlanks();
    }
    String known = name;
    if (known == null) {
      throw line.bad("no name of a metric");
    }
    double value = value(line.word());
    line.skipBlanks();
    if (!line.isAtEnd()) {
      timestamp(line.word());
      line.skipBlanks();
    }
    if (!line.isAtEnd()) {
      throw line.bad("more than a sample");
    }
    return new Sample(known, labels, value);
  }

  private void readBraces() throws SampleFormatException {
    line.skipBlanks();
    while (!line.takeIf('}')) {
      boolean isQuoted = line.isNext('"');
      String text = isQuoted ? line.quotedName() : line.labelName();
      line.skipBlanks();
      if (isQuoted && name == null && !line.isNext('=')) {
        name = text;
      } else {
        readValueOf(text);
      }
      line.skipBlanks();
      if (!line.takeIf(',')) {
        line.take('}');
        return;
      }
      line.skipBlanks();
    }
  }

  private void readValueOf(String label) throws SampleFormatException {
    line.take('=');
    line.skipBlanks();
    if (labels.put(label, line.quoted()) != null) {
      throw line.bad("label " + label + " twice");
    }
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
    if (!word.chars().allMatch(c -> PageLine.isDigit(c) || "+-.eE".indexOf(c) >= 0)) {
      throw line.bad("bad value");
    }
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw line.bad("bad value");
    }
  }

  private void timestamp(String word) throws SampleFormatException {
    try {
      long unused = Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw line.bad("bad timestamp");
    }
  }
}
