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
    for (MetricSnapshot snapshot : snapshots) {
      for (DataPointSnapshot point : snapshot.getDataPoints()) {
        labels.checkCovers(point.getLabels());
        present.add(Arrays.asList(labels.valuesOf(point.getLabels())));
      }
    }
    if (!present.isEmpty() && !present.equals(shown)) {
      show(present);
      shown = present;
    }
  }

  private void show(Set<List<String>> present) {
    boolean first = true;
    for (List<String> values : present) {
      String[] array = values.toArray(String[]::new);
      if (first) {
        to.setLabelValues(array);
      } else {
        to.addLabelValues(array);
      }
      first = false;
    }
  }
}
