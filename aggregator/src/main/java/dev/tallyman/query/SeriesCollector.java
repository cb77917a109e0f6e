package dev.tallyman.query;

import dev.tallyman.history.Column;
import dev.tallyman.history.SeriesVisitor;
import dev.tallyman.history.Staleness;
import dev.tallyman.model.Labels;
import java.util.Set;

/**
 * Collects the series that have a sample in a range of time.
 *
 * @param found where to
 * @param fromMillis the first moment
 * @param toMillis the last one
 */
record SeriesCollector(Set<SeriesName> found, long fromMillis, long toMillis)
    implements SeriesVisitor {
  private static final int SERIES_LIMIT = 50_000;

  @Override
  public void visit(String name, Labels labels, Column column) {
    for (int sample = 0; sample < column.size(); sample++) {
      long millis = column.millis(sample);
      boolean inRange = millis >= fromMillis && millis <= toMillis;
      if (inRange && !Staleness.isMark(column.value(sample))) {
        found.add(new SeriesName(name, labels));
        break;
      }
    }
    if (found.size() > SERIES_LIMIT) {
      throw new TooMuchException("series", SERIES_LIMIT);
    }
  }
}
