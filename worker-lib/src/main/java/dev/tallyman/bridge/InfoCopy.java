package dev.tallyman.bridge;

import dev.tallyman.metrics.Info;
import dev.tallyman.metrics.MetricRegistry;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The copy of an info: as many sets of label values as the source shows, and no others.
 *
 * <p>Threading: one thread at a time.
 */
final class InfoCopy implements FamilyCopy {
  private final Info to;
  private final LabelSet labels;
  private Set<List<String>> shown = Set.of();

  InfoCopy(Info to, LabelSet labels) {
    this.to = to;
    this.labels = labels;
  }

  static Info register(String name, MetricMetadata metadata, LabelSet labels, MetricRegistry to) {
    return Copies.describe(Info.builder(), name, metadata, labels).register(to);
  }

  @Override
  public void copy(List<MetricSnapshot> snapshots) {
    Set<List<String>> present = new LinkedHashSet<>();
    IllegalArgumentException refused = null;
    for (MetricSnapshot snapshot : snapshots) {
      for (DataPointSnapshot point : snapshot.getDataPoints()) {
        try {
          labels.checkCovers(point.getLabels());
          present.add(Arrays.asList(labels.valuesOf(point.getLabels())));
        } catch (IllegalArgumentException e) {
          refused = e;
        }
      }
    }
    if (!present.equals(shown)) {
      show(present);
      shown = present;
    }
    if (refused != null) {
      throw refused;
    }
  }

  private void show(Set<List<String>> present) {
    present.forEach(values -> to.addLabelValues(values.toArray(String[]::new)));
    to.removeIf(values -> !present.contains(values));
  }
}
