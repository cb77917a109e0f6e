package dev.tallyman.merge;

import dev.tallyman.model.FamilyView;
import dev.tallyman.model.MetricType;
import dev.tallyman.model.SeriesView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Merges as text, to be compared. */
public final class Printed {
  private Printed() {}

  /** Everything there is to know of a merge, to the last bit, series in the order of labels. */
  public static List<String> print(List<FamilyView> families) {
    List<String> lines = new ArrayList<>();
    for (FamilyView view : families) {
      List<String> ofFamily = new ArrayList<>();
      for (SeriesView series : view.series()) {
        StringBuilder line = new StringBuilder(view.family() + " " + series.labels());
        line.append(' ').append(Double.toHexString(series.value()));
        line.append(' ').append(Double.toHexString(series.sum())).append(' ');
        line.append(series.count()).append(' ').append(series.createdMillis());
        for (int i = 0; i <= view.family().upperBounds().size(); i++) {
          boolean histogram = view.family().type() == MetricType.HISTOGRAM;
          line.append(' ').append(histogram ? series.bucketCount(i) : 0);
        }
        ofFamily.add(line.toString());
      }
      Collections.sort(ofFamily);
      lines.addAll(ofFamily);
    }
    return lines;
  }
}
