package dev.tallyman.dashboard.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sums of timelines that have some labels in common. A value that is not known counts for nothing;
 * where none is known, the sum is not known either.
 *
 * <p>Threading: stateless.
 */
public final class Sums {
  private Sums() {}

  /**
   * Sums up those that agree in the labels.
   *
   * @return in the order of their labels
   */
  public static List<Timeline> by(Labels labels, Collection<Timeline> timelines) {
    Map<Map<String, String>, double[]> sums = new HashMap<>();
    for (Timeline timeline : timelines) {
      double[] sum = sums.get(labels.of(timeline));
      if (sum == null) {
        double[] copy = new double[timeline.points()];
        for (int point = 0; point < copy.length; point++) {
          copy[point] = timeline.at(point);
        }
        sums.put(labels.of(timeline), copy);
      } else {
        for (int point = 0; point < sum.length; point++) {
          sum[point] = Timeline.plus(sum[point], timeline.at(point));
        }
      }
    }
    List<Timeline> result = new ArrayList<>(sums.size());
    sums.forEach((key, sum) -> result.add(Timeline.owning(key, sum)));
    result.sort((a, b) -> compare(a.labels(), b.labels()));
    return result;
  }

  /** Which labels of a timeline count. */
  public interface Labels extends UnaryOperator<SortedMap<String, String>> {
    /** What is left of the timeline's labels. */
    default SortedMap<String, String> of(Timeline timeline) {
      return apply(timeline.labels());
    }

    /** These only; all if null. */
    static Labels only(@Nullable Collection<String> names) {
      return labels -> {
        TreeMap<String, String> kept = new TreeMap<>(labels);
        if (names != null) {
          kept.keySet().retainAll(names);
        }
        return kept;
      };
    }

    /** This one too, if it is there. */
    default Labels and(String name) {
      return labels -> {
        TreeMap<String, String> kept = new TreeMap<>(apply(labels));
        String value = labels.get(name);
        if (value != null) {
          kept.put(name, value);
        }
        return kept;
      };
    }

    /** The same, but not this one. */
    default Labels without(String name) {
      return labels -> {
        TreeMap<String, String> kept = new TreeMap<>(apply(labels));
        kept.remove(name);
        return kept;
      };
    }
  }

  /** Name by name and value by value, so that series next to each other are alike. */
  static int compare(SortedMap<String, String> a, SortedMap<String, String> b) {
    var others = b.entrySet().iterator();
    for (Map.Entry<String, String> mine : a.entrySet()) {
      if (!others.hasNext()) {
        return 1;
      }
      Map.Entry<String, String> other = others.next();
      int byName = mine.getKey().compareTo(other.getKey());
      int byValue = byName != 0 ? byName : mine.getValue().compareTo(other.getValue());
      if (byValue != 0) {
        return byValue;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
