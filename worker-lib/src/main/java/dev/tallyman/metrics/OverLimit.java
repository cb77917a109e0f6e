package dev.tallyman.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The totals that one function says of label values which are over the limit, and so have one
 * series together.
 *
 * <p>So many of them are followed one by one, each as exactly as a series of its own. When there
 * are more, those that the function has stopped naming are forgotten. Of what is named and still
 * too much only the sum is known: where it grows, so much was counted; where it falls, nobody knows
 * whether a source began anew or has gone, and nothing was. So the memory has a bound whatever the
 * function names, and a total is never counted twice unless it goes and comes back.
 *
 * <p>Threading: one thread at a time.
 */
final class OverLimit {
  /** How many are followed one by one. */
  static final int FOLLOWED = 1_000;

  private final Map<List<String>, Followed> followed = new HashMap<>();
  private final Progress others = new Progress();
  private int round;
  private double othersNow;
  private int othersNamed;

  /** How many were named in the last round that are not followed. */
  private int othersBefore;

  private @Nullable CounterDataPoint point;

  private static final class Followed {
    final Progress progress = new Progress();
    int namedIn;
  }

  /** The function is called. */
  void begin() {
    round++;
    othersNow = 0;
    othersNamed = 0;
  }

  /** The function says a total. */
  void say(CounterDataPoint overflow, List<String> labelValues, double total) {
    point = overflow;
    Followed known = followed.get(labelValues);
    if (known == null && mayFollow()) {
      known = new Followed();
      followed.put(labelValues, known);
    }
    if (known != null) {
      known.namedIn = round;
      overflow.inc(known.progress.next(total));
    } else {
      othersNow += total;
      othersNamed++;
    }
  }

  /** While some are not followed, one that looks new may be one of them, and counted. */
  private boolean mayFollow() {
    if (othersNamed > 0 || othersBefore > 0) {
      return false;
    }
    if (followed.size() >= FOLLOWED) {
      followed.values().removeIf(each -> each.namedIn < round - 1);
    }
    return followed.size() < FOLLOWED;
  }

  /** The function has said all; one that has failed may not have. */
  void end() {
    if (point != null) {
      point.inc(others.nextGrowth(othersNow));
    }
    othersBefore = othersNamed;
  }

  /** These label values have a series of their own now, from this total on: how far it has come. */
  Progress leave(List<String> labelValues, double total) {
    Followed known = followed.remove(labelValues);
    if (known != null) {
      return known.progress;
    }
    Progress fresh = new Progress();
    if (othersBefore > 0) {
      double unused = fresh.next(total); // most likely one of them, and counted
    }
    return fresh;
  }

  int followed() {
    return followed.size();
  }
}
