package dev.tallyman.examples.bricklayers;

import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.SeriesView;
import java.util.List;

/** What a registry has counted. */
final class Totals {
  private Totals() {}

  /** The value of a series; a counter's name is without its suffix. */
  static double of(MetricRegistry registry, String name, String... labelValues) {
    for (FamilyView family : registry.read()) {
      for (SeriesView series : family.series()) {
        if (family.family().name().equals(name)
            && series.labels().values().equals(List.of(labelValues))) {
          return series.value();
        }
      }
    }
    throw new AssertionError("no such series: " + name);
  }
}
