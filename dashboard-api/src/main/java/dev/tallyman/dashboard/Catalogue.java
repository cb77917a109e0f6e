package dev.tallyman.dashboard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics a page has.
 *
 * <p>Threading: immutable.
 */
record Catalogue(List<Entry> metrics) {
  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");
  private static final Set<String> PARTED = Set.of("histogram", "summary");
  private static final String TYPE = "TYPE";
  private static final String HELP = "HELP";

  /** The two escapes that a help text has. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\n])");

  /**
   * One metric.
   *
   * @param type as Prometheus names it; {@code unknown} if the page does not say
   * @param unit empty if its name does not tell
   * @param series how many there are; a histogram's buckets are one
   */
  record Entry(
      String name, String type, String help, String unit, List<String> labels, int series) {
    Entry plus(Entry other) {
      Set<String> both = new TreeSet<>(labels);
      both.addAll(other.labels);
      return new Entry(name, type, help, unit, List.copyOf(both), series + other.series);
    }
  }

  private static final class Found {
    private String type = "unknown";
    private String help = "";
    private final Set<String> labels = new TreeSet<>();
    private final Set<Map<String, String>> series = new HashSet<>();

    void add(Map<String, String> sampleLabels, boolean parted) {
      Map<String, String> own = sampleLabels;
      if (parted) {
        own = new LinkedHashMap<>(sampleLabels);
        own.remove("le");
        own.remove("quantile");
      }
      labels.addAll(own.keySet());
      series.add(own);
    }
  }

  /** Lists the metrics of a page in Prometheus' text format, in its order. */
  static Catalogue of(String page) throws SampleFormatException {
    Map<String, Found> found = new LinkedHashMap<>();
    for (Sample sample : SampleParser.parse(page, comment -> describe(found, comment))) {
      String parted = partedFamily(found, sample.name());
      found
          .computeIfAbsent(parted == null ? sample.name() : parted, unused -> new Found())
          .add(sample.labels(), parted != null);
    }
    List<Entry> entries = new ArrayList<>(found.size());
    found.forEach(
        (name, metric) ->
            entries.add(
                new Entry(
                    name,
                    metric.type,
                    metric.help,
                    MetricNames.unit(name),
                    List.copyOf(metric.labels),
                    metric.series.size())));
    return new Catalogue(entries);
  }

  /**
   * What several pages have. One of them says what a metric is, the first one; the series of all
   * are counted, since there is no telling which of them are the same.
   */
  static List<Entry> together(List<Catalogue> pages) {
    Map<String, Entry> all = new LinkedHashMap<>();
    for (Catalogue page : pages) {
      page.metrics.forEach(entry -> all.merge(entry.name, entry, Entry::plus));
    }
    return List.copyOf(all.values());
  }

  private static void describe(Map<String, Found> found, PageLine comment)
      throws SampleFormatException {
    comment.skipBlanks();
    String what = comment.isAtEnd() ? "" : comment.word();
    if (!what.equals(TYPE) && !what.equals(HELP)) {
      return;
    }
    comment.skipBlanks();
    String name = comment.isNext('"') ? comment.quotedName() : comment.word();
    Found metric = found.computeIfAbsent(name, unused -> new Found());
    String text = comment.rest().strip();
    if (what.equals(TYPE)) {
      metric.type = text.equals("untyped") ? "unknown" : text;
    } else {
      metric.help = unescaped(text);
    }
  }

  private static String unescaped(String help) {
    return ESCAPED
        .matcher(help)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(escape.group(1).equals("n") ? "\n" : escape.group(1)));
  }

  /** The histogram or summary that a sample is part of; null if it is a metric of its own. */
  private static @Nullable String partedFamily(Map<String, Found> found, String sample) {
    if (isParted(found.get(sample))) {
      return sample;
    }
    for (String part : PARTS) {
      if (sample.endsWith(part)) {
        String family = sample.substring(0, sample.length() - part.length());
        if (isParted(found.get(family))) {
          return family;
        }
      }
    }
    return null;
  }

  private static boolean isParted(@Nullable Found metric) {
    return metric != null && PARTED.contains(metric.type);
  }
}
