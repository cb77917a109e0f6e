package dev.tallyman.exposition;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which family has which names on one page: the first one that comes for them.
 *
 * <p>Threading: one thread at a time.
 *
 * @param <F> how families are known
 */
final class TakenNames<F> {
  private final Map<String, F> families = new HashMap<>();

  /** OpenMetrics reserves the line that says when a series began, whether it is there or not. */
  private final Map<String, F> lines = new HashMap<>();

  void clear() {
    families.clear();
    lines.clear();
  }

  /**
   * Gives a family all of its names, or none of them if another one has one.
   *
   * @return a name that another one has, or null
   */
  @Nullable String take(SampleNames names, F family) {
    String taken = anyOf(names.all(), families);
    if (taken == null) {
      taken = anyOf(names.lines(), lines);
    }
    if (taken == null) {
      names.all().forEach(name -> families.put(name, family));
      names.lines().forEach(name -> lines.put(name, family));
    }
    return taken;
  }

  /** The family that has a name, be it only for a line. */
  @Nullable F owner(String name) {
    F family = families.get(name);
    return family == null ? lines.get(name) : family;
  }

  private static @Nullable String anyOf(Set<String> names, Map<String, ?> taken) {
    for (String name : names) {
      if (taken.containsKey(name)) {
        return name;
      }
    }
    return null;
  }
}
