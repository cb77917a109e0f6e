package dev.tallyman.model;

import java.util.List;

/**
 * One family and its series as they read at this moment: what a scrape writes out.
 *
 * <p>Views are not copies: their values change when their owner takes the next reading. Labels and
 * family keep their identity from one reading to the next for as long as the series stays, so that
 * a writer may keep what it has made of them.
 *
 * <p>Threading: confined to whoever took the reading, until the next one.
 */
public interface FamilyView {
  /** What the series have in common; for histograms with the bounds of all of them. */
  Family family();

  /** The series, in a stable order. */
  List<? extends SeriesView> series();
}
