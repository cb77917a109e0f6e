package dev.tallyman.merge;

import dev.tallyman.model.Family;
import dev.tallyman.model.SeriesReading;
import dev.tallyman.model.WorkerReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * How the dead have defined families, the last to die first. It is nearest to what will be recorded
 * next: a job that runs only now and then is shown as its last run was, and not as its first one.
 *
 * <p>Threading: stateless.
 */
final class DeadDefinitions {
  private static final Comparator<Last> NEWEST_FIRST =
      Comparator.comparingLong((Last last) -> last.diedMillis)
          .thenComparingLong(last -> last.createdMillis)
          .reversed();

  private DeadDefinitions() {}

  /** When somebody last had a family. */
  private static final class Last {
    final Family family;
    long diedMillis;
    long createdMillis;

    Last(Family family) {
      this.family = family;
    }

    void take(SeriesReading part) {
      createdMillis = Math.max(createdMillis, part.createdMillis());
      diedMillis = Math.max(diedMillis, DeadDefinitions.diedMillis(part));
    }
  }

  /** The definitions of the dead among the workers, whose order decides where nothing else does. */
  static List<Family> newestFirst(List<WorkerReading> byAge) {
    IdentityHashMap<Family, Last> known = new IdentityHashMap<>();
    List<Last> lasts = new ArrayList<>();
    for (WorkerReading reading : byAge) {
      if (!reading.worker().live()) {
        for (SeriesReading part : reading.series()) {
          Last last = known.get(part.family());
          if (last == null) {
            last = new Last(part.family());
            known.put(part.family(), last);
            lasts.add(last);
          }
          last.take(part);
        }
      }
    }
    lasts.sort(NEWEST_FIRST);
    return lasts.stream().map(last -> last.family).toList();
  }

  /** A number that is another one once somebody else has died. */
  static long deaths(List<WorkerReading> readings) {
    long all = 0;
    for (WorkerReading reading : readings) {
      if (!reading.worker().live()) {
        for (SeriesReading part : reading.series()) {
          all += diedMillis(part);
        }
      }
    }
    return all;
  }

  /** Of a gauge that is kept by itself, nothing is known but that its worker died later. */
  private static long diedMillis(SeriesReading part) {
    return part instanceof MergedSeries total ? total.diedMillis() : part.createdMillis();
  }
}
