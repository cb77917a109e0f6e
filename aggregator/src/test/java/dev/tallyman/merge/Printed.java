package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.QuantileRules;
import dev.tallyman.model.SeriesView;
import dev.tallyman.model.Sketch;
import dev.tallyman.model.SketchRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Merges as text, to be compared. */
public final class Printed {
  private Printed() {}

  /** Everything there is to know of a merge, to the last bit, series in the order of labels. */
  public static List<String> print(List<FamilyView> families) {
    List<String> lines = new ArrayList<>();
    for (FamilyView view : families) {
      List<String> ofFamily = new ArrayList<>();
      for (SeriesView series : view.series()) {
        StringBuilder line = new StringBuilder(definition(view.family()) + " " + series.labels());
        line.append(' ').append(Double.toHexString(series.value()));
        line.append(' ').append(Double.toHexString(series.sum())).append(' ');
        line.append(series.count()).append(' ').append(series.createdMillis());
        for (int i = 0; i <= view.family().upperBounds().size(); i++) {
          boolean histogram = view.family().type().hasUpperBounds();
          line.append(' ').append(histogram ? series.bucketCount(i) : 0);
        }
        SketchRules rules = view.family().sketch();
        if (rules != null) {
          print(series, rules.quantiles(), line);
        }
        ofFamily.add(line.toString());
      }
      Collections.sort(ofFamily);
      lines.addAll(ofFamily);
    }
    return lines;
  }

  /** What has to be the same for workers to agree; how a sketch is kept is each worker's affair. */
  private static String definition(Family family) {
    return new Family(
            family.name(),
            family.type().hasSketch() ? MetricType.SUMMARY : family.type(),
            family.help(),
            family.unit(),
            family.gaugeMode(),
            family.labelNames(),
            List.of(),
            family.states())
        + " "
        + family.upperBounds();
  }

  private static void print(SeriesView series, @Nullable QuantileRules rules, StringBuilder line) {
    Sketch sketch = series.sketch();
    line.append(" schema ").append(sketch.schema()).append(" zeros ").append(sketch.zeroCount());
    line.append(" within ").append(sketch.zeroThreshold());
    sketch.forEachShown(
        (below, index, count) ->
            line.append(' ').append(below ? "-" : "").append(index + ":" + count));
    for (int place = 0; rules != null && place < rules.quantiles().size(); place++) {
      line.append(" quantile ").append(series.quantile(place));
    }
  }
}
