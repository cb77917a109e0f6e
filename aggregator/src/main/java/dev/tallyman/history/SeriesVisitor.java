package dev.tallyman.history;

import dev.tallyman.model.Labels;

/** Is shown series, block by block from the oldest on. */
@FunctionalInterface
public interface SeriesVisitor {
  /** A series as it was in one block; the column is good until this returns. */
  void visit(String name, Labels labels, Column column);
}
