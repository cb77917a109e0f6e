package dev.tallyman.aggregator;

import dev.tallyman.model.Family;
import dev.tallyman.model.FamilyView;
import java.util.List;

/** Lets the test of the documentation see what the aggregator says of itself. */
public final class OwnFamilies {
  private OwnFamilies() {}

  /** All families, also those that have no series yet. */
  public static List<Family> all() {
    return new SelfMetrics().read().stream().map(FamilyView::family).toList();
  }
}
