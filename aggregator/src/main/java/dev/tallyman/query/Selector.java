package dev.tallyman.query;

import dev.tallyman.history.SeriesFilter;
import dev.tallyman.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Picks series by their name and labels.
 *
 * <p>Threading: immutable.
 *
 * @param matchers all of them must hold
 */
record Selector(List<Matcher> matchers) implements SeriesFilter {

  Selector {
    matchers = List.copyOf(matchers);
  }

  @Override
  public @Nullable String onlyName() {
    for (Matcher matcher : matchers) {
      if (isOnName(matcher) && matcher.operator() == Matcher.Operator.EQUAL) {
        return matcher.value();
      }
    }
    return null;
  }

  @Override
  public boolean takesName(String name) {
    return matchers.stream().filter(Selector::isOnName).allMatch(matcher -> matcher.takes(name));
  }

  @Override
  public boolean takesLabels(Labels labels) {
    for (Matcher matcher : matchers) {
      int place = labels.names().indexOf(matcher.label());
      if (!isOnName(matcher) && !matcher.takes(place < 0 ? "" : labels.values().get(place))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOnName(Matcher matcher) {
    return matcher.label().equals(Matcher.NAME);
  }
}
