package dev.tallyman.monitoring;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page in Prometheus' text format has, without its numbers: names, types and labels. */
final class MetricShapes {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+?)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
  private static final Set<String> OF_BUCKETS_AND_QUANTILES = Set.of("le", "quantile");

  private MetricShapes() {}

  /** By name: the type, and the labels of every series. */
  static Map<String, Set<String>> of(String page) {
    Map<String, Set<String>> shapes = new TreeMap<>();
    String family = "";
    String type = "";
    for (String line : page.lines().toList()) {
      Matcher typed = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (typed.matches()) {
        family = typed.group(1);
        type = typed.group(2);
      } else if (!line.startsWith("#") && sample.matches()) {
        if (!sample.group(1).startsWith(family)) {
          throw new AssertionError("a sample without a type: " + line);
        }
        shapes
            .computeIfAbsent(family, name -> new TreeSet<>())
            .add(type + " " + labels(sample.group(2)));
      }
    }
    return shapes;
  }

  private static Set<String> labels(String text) {
    Set<String> labels = new TreeSet<>();
    if (text != null) {
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        labels.add(label.group(1));
      }
      labels.removeAll(OF_BUCKETS_AND_QUANTILES);
    }
    return labels;
  }
}
