package dev.tallyman.exposition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The media ranges of an {@code Accept} header (RFC 9110, section 12.5.1).
 *
 * <p>Threading: immutable.
 *
 * <p>Failure: none; ranges that can't be read count as not sent.
 *
 * @param ranges in the order they were sent
 */
record Accept(List<Range> ranges) {

  /**
   * One media range.
   *
   * @param parameters all but the weight, in lower case
   */
  record Range(String type, String subtype, Map<String, String> parameters, double weight) {

    /** How closely the range names the format, -1 if it does not cover it. */
    int specificity(Format format) {
      if (type.equals("*")) {
        return 0;
      }
      if (!type.equals(format.type())) {
        return -1;
      }
      if (subtype.equals("*")) {
        return 1;
      }
      boolean named = subtype.equals(format.subtype()) && format.satisfies(parameters);
      return named ? 2 + parameters.size() : -1;
    }
  }

  static Accept parse(String header) {
    List<Range> ranges = new ArrayList<>();
    for (String element : splitOutsideQuotes(header, ',')) {
      Range range = range(element);
      if (range != null) {
        ranges.add(range);
      }
    }
    return new Accept(List.copyOf(ranges));
  }

  /** The format of the highest weight; among equals the one named most closely. */
  Dialect best() {
    Format best = Format.TEXT;
    Range bestRange = null;
    for (Format format : Format.values()) {
      Range range = closest(format);
      if (range != null && range.weight() > 0 && beats(format, range, best, bestRange)) {
        best = format;
        bestRange = range;
      }
    }
    return bestRange == null ? Dialect.of(best) : Dialect.of(best, bestRange);
  }

  private static boolean beats(
      Format format, Range range, Format rival, @Nullable Range rivalRange) {
    if (rivalRange == null || range.weight() != rivalRange.weight()) {
      return rivalRange == null || range.weight() > rivalRange.weight();
    }
    // The number of parameters says which range speaks for a format, not which format is dearer.
    int close = Math.min(2, range.specificity(format));
    int rivalClose = Math.min(2, rivalRange.specificity(rival));
    // Whoever does not name a format gets the most readable, which comes later in the enum.
    return close > rivalClose || (close == rivalClose && close < 2);
  }

  /** The range that speaks for a format: the most specific that covers it. */
  private @Nullable Range closest(Format format) {
    Range closest = null;
    for (Range range : ranges) {
      int specificity = range.specificity(format);
      if (specificity >= 0 && (closest == null || specificity > closest.specificity(format))) {
        closest = range;
      }
    }
    return closest;
  }

  private static @Nullable Range range(String element) {
    List<String> parts = splitOutsideQuotes(element, ';');
    String media = parts.get(0);
    int slash = media.indexOf('/');
    if (slash < 0) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.put(
            part.substring(0, equals).strip(), unquoted(part.substring(equals + 1).strip()));
      }
    }
    Double weight = weight(parameters.remove("q"));
    return weight == null
        ? null
        : new Range(
            media.substring(0, slash).strip(),
            media.substring(slash + 1).strip(),
            Map.copyOf(parameters),
            weight);
  }

  private static @Nullable Double weight(@Nullable String q) {
    if (q == null) {
      return 1.0;
    }
    boolean readable = q.matches("[01](\\.[0-9]{0,3})?");
    return readable ? Math.min(1.0, Double.parseDouble(q)) : null;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static List<String> splitOutsideQuotes(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i).strip().toLowerCase(Locale.ROOT));
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip().toLowerCase(Locale.ROOT));
    return parts;
  }
}
