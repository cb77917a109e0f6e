package dev.tallyman.query;

import dev.tallyman.history.SeriesFilter;
import dev.tallyman.history.SeriesVisitor;
import java.io.IOException;

/** Where the samples are. */
@FunctionalInterface
public interface HistorySource {
  /**
   * Shows the samples of series that are wanted, as {@link dev.tallyman.history.History#read} does.
   *
   * @throws IOException if there are none to be had now
   */
  void read(SeriesFilter filter, long fromMillis, long toMillis, SeriesVisitor visitor)
      throws IOException;
}
