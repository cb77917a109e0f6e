package dev.tallyman.tally;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Series that were taken away, and slots that nobody has any more.
 *
 * <p>A series' record can't be taken out of a file. So it keeps its slots, and has them again if
 * the same label values come back, until a new file is written without it: only then the slots are
 * another's, and no reader ever finds one series' value under another's labels.
 *
 * <p>Threading: under the tally's lock.
 */
final class Vacancies {
  /** Fewer are not worth a new file. */
  private static final int MANY = 1024;

  private final Map<Key, SeriesEntry> retired = new HashMap<>();
  private final Map<Integer, Queue<Place>> free = new HashMap<>();

  /** What tells series apart. */
  private record Key(int family, List<String> labelValues) {
    static Key of(FamilyEntry family, List<String> labelValues) {
      return new Key(family.number(), List.copyOf(labelValues));
    }

    static Key of(SeriesEntry entry) {
      return of(entry.family(), entry.labelValues());
    }
  }

  /** Where slots are. */
  record Place(int block, int firstSlot) {}

  void retire(SeriesEntry entry) {
    retired.put(Key.of(entry), entry);
  }

  /** Whether there are many, compared with all. */
  boolean areMany(int all) {
    return retired.size() >= MANY && retired.size() >= all / 2;
  }

  /** The series with these label values, if it was taken away and can come back. */
  @Nullable SeriesEntry takeBack(FamilyEntry family, List<String> labelValues) {
    return retired.isEmpty() ? null : retired.remove(Key.of(family, labelValues));
  }

  @SuppressWarnings("ReferenceEquality") // of two with the same label values one may be retired
  boolean isRetired(SeriesEntry entry) {
    return !retired.isEmpty() && retired.get(Key.of(entry)) == entry;
  }

  /** Slots that are free, if there are as many as asked for. */
  @Nullable Place placeFor(int slots) {
    Queue<Place> places = free.get(slots);
    return places == null ? null : places.poll();
  }

  /** No file names these series any more: their slots are free. */
  Set<SeriesEntry> forget() {
    Set<SeriesEntry> forgotten = Collections.newSetFromMap(new IdentityHashMap<>());
    forgotten.addAll(retired.values());
    retired.clear();
    for (SeriesEntry entry : forgotten) {
      free.computeIfAbsent(entry.slotCount(), slots -> new ArrayDeque<>())
          .add(new Place(entry.block(), entry.firstSlot()));
    }
    return forgotten;
  }
}
