package dev.tallyman.bridge;

import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names of a family's labels. In client_java each data point has labels of its own; a label
 * that a data point does not have is to Prometheus one with an empty value.
 *
 * <p>Threading: immutable.
 */
record LabelSet(List<String> names) {
  /**
   * What client_java and Micrometer both have, one by area and the other by pool of it: with the
   * labels of both, workers that have the one and workers that have the other add up.
   */
  private static final Map<String, List<String>> SHARED =
      Map.of(
          "jvm_memory_used_bytes", List.of("area", "id"),
          "jvm_memory_committed_bytes", List.of("area", "id"),
          "jvm_memory_max_bytes", List.of("area", "id"));

  LabelSet {
    names = List.copyOf(names);
  }

  /** All labels that any data point has, in alphabetical order: so has every other worker. */
  static LabelSet of(String name, List<MetricSnapshot> snapshots) {
    SortedSet<String> all = new TreeSet<>(SHARED.getOrDefault(name, List.of()));
    for (MetricSnapshot snapshot : snapshots) {
      for (DataPointSnapshot point : snapshot.getDataPoints()) {
        all.addAll(namesOf(point.getLabels()));
      }
    }
    return new LabelSet(List.copyOf(all));
  }

  static List<String> namesOf(Labels labels) {
    List<String> names = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      names.add(labels.getPrometheusName(i));
    }
    return names;
  }

  /** The same labels as ours are. */
  static dev.tallyman.model.Labels ours(Labels labels) {
    return new dev.tallyman.model.Labels(
        namesOf(labels), labels.stream().map(Label::getValue).toList());
  }

  /**
   * Sees to it that there are no labels that the family did not begin with.
   *
   * @throws IllegalArgumentException if there are
   */
  void checkCovers(Labels labels) {
    List<String> present = namesOf(labels);
    if (!names.containsAll(present)) {
      throw new IllegalArgumentException(
          "labels that the family did not begin with: labels=" + present);
    }
  }

  String[] valuesOf(Labels labels) {
    Map<String, String> byName = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      byName.put(labels.getPrometheusName(i), labels.getValue(i));
    }
    return names.stream().map(name -> byName.getOrDefault(name, "")).toArray(String[]::new);
  }

  String[] toArray() {
    return names.toArray(String[]::new);
  }
}
