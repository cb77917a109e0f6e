package dev.tallyman.history;

import dev.tallyman.model.Labels;
import org.jspecify.annotations.Nullable;

/** Which series are wanted. */
public interface SeriesFilter {
  /** The only metric name that is wanted, if there is only one. */
  @Nullable String onlyName();

  /** Whether any series of this name may be wanted. */
  boolean takesName(String name);

  /**
   * Whether a series of such a name is wanted.
   *
   * @param labels its labels by name, none of them empty
   */
  boolean takesLabels(Labels labels);
}
