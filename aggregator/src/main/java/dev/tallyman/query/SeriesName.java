package dev.tallyman.query;

import dev.tallyman.model.Labels;
import java.util.Map;
import java.util.TreeMap;

/**
 * A series' name and labels.
 *
 * <p>Threading: immutable.
 *
 * @param name the sample's name
 * @param labels its labels by name
 */
record SeriesName(String name, Labels labels) {
  /** All labels by name, the metric's name among them. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    all.put(Matcher.NAME, name);
    for (int i = 0; i < labels.names().size(); i++) {
      all.put(labels.names().get(i), labels.values().get(i));
    }
    return all;
  }

  /** The labels as text, to sort by. */
  String sortedText() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.names().size(); i++) {
      text.append(labels.names().get(i)).append('\0').append(labels.values().get(i)).append('\0');
    }
    return text.toString();
  }
}
