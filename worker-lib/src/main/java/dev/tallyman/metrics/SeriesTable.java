package dev.tallyman.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Data points by their label values: a hash table with open addressing that is read without a lock
 * and without making a key.
 *
 * <p>Threading: reading is safe for all threads; writing is one thread at a time.
 */
final class SeriesTable<D> {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Entry[].class);
  private static final int SMALLEST = 8;

  private record Entry<D>(int hash, List<String> values, D point) {}

  /** Stands where an entry was, so that those behind it are still found; nobody looks for it. */
  private static final Entry<Object> GONE =
      new Entry<>(0, Collections.nCopies(Integer.MAX_VALUE, ""), new Object());

  private volatile @Nullable Entry<D>[] cells = newCells(SMALLEST);
  private final Map<List<String>, Entry<D>> inOrder = new LinkedHashMap<>();

  /** How many cells hold {@link #GONE}. */
  private int gone;

  @Nullable D get(@Nullable String value) {
    int hash = spread(hash(value));
    @Nullable Entry<D>[] table = cells;
    for (int i = hash; ; i++) {
      Entry<D> entry = at(table, i);
      if (entry == null) {
        return null;
      }
      if (entry.hash == hash && entry.values.size() == 1 && same(entry.values.get(0), value)) {
        return entry.point;
      }
    }
  }

  @Nullable D get(@Nullable String first, @Nullable String second) {
    int hash = spread(31 * hash(first) + hash(second));
    @Nullable Entry<D>[] table = cells;
    for (int i = hash; ; i++) {
      Entry<D> entry = at(table, i);
      if (entry == null) {
        return null;
      }
      List<String> values = entry.values;
      if (entry.hash == hash
          && values.size() == 2
          && same(values.get(0), first)
          && same(values.get(1), second)) {
        return entry.point;
      }
    }
  }

  @Nullable D get(@Nullable String first, @Nullable String second, @Nullable String third) {
    int hash = spread(31 * (31 * hash(first) + hash(second)) + hash(third));
    @Nullable Entry<D>[] table = cells;
    for (int i = hash; ; i++) {
      Entry<D> entry = at(table, i);
      if (entry == null) {
        return null;
      }
      List<String> values = entry.values;
      if (entry.hash == hash
          && values.size() == 3
          && same(values.get(0), first)
          && same(values.get(1), second)
          && same(values.get(2), third)) {
        return entry.point;
      }
    }
  }

  @Nullable D get(@Nullable String... values) {
    int hash = hash(values);
    @Nullable Entry<D>[] table = cells;
    for (int i = hash; ; i++) {
      Entry<D> entry = at(table, i);
      if (entry == null) {
        return null;
      }
      if (entry.hash == hash && same(entry.values, values)) {
        return entry.point;
      }
    }
  }

  /** Adds an entry that is not there yet. */
  void put(List<String> values, D point) {
    Entry<D> entry = new Entry<>(hash(values.toArray(String[]::new)), values, point);
    synchronized (inOrder) {
      inOrder.put(values, entry);
    }
    if ((inOrder.size() + gone) * 2 > cells.length) {
      int length = SMALLEST;
      while (length < inOrder.size() * 3) {
        length *= 2;
      }
      @Nullable Entry<D>[] other = newCells(length);
      inOrder.values().forEach(each -> place(other, each));
      gone = 0;
      cells = other;
    } else {
      place(cells, entry);
    }
  }

  /** Takes an entry away that is there. */
  @SuppressWarnings("ReferenceEquality") // an entry is itself
  void remove(List<String> values) {
    Entry<D> entry;
    synchronized (inOrder) {
      entry = Objects.requireNonNull(inOrder.remove(values), "no such series");
    }
    @Nullable Entry<D>[] table = cells;
    for (int i = entry.hash; ; i++) {
      if (at(table, i) == entry) {
        CELL.setRelease(table, i & (table.length - 1), GONE);
        gone++;
        return;
      }
    }
  }

  /** How many entries there are. */
  int size() {
    synchronized (inOrder) {
      return inOrder.size();
    }
  }

  /** Visits all entries in the order they came. */
  void forEach(BiConsumer<List<String>, D> visitor) {
    List<Entry<D>> copy;
    synchronized (inOrder) {
      copy = List.copyOf(inOrder.values());
    }
    copy.forEach(entry -> visitor.accept(entry.values, entry.point));
  }

  static String[] withoutNulls(@Nullable String... values) {
    String[] clean = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      clean[i] = value == null ? "" : value;
    }
    return clean;
  }

  private static <D> void place(@Nullable Entry<D>[] table, Entry<D> entry) {
    int i = entry.hash;
    while (at(table, i) != null) {
      i++;
    }
    CELL.setRelease(table, i & (table.length - 1), entry);
  }

  @SuppressWarnings("unchecked")
  private static <D> @Nullable Entry<D> at(@Nullable Entry<D>[] table, int i) {
    return (Entry<D>) CELL.getAcquire(table, i & (table.length - 1));
  }

  private static boolean same(List<String> known, @Nullable String[] values) {
    if (known.size() != values.length) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!same(known.get(i), values[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(String known, @Nullable String value) {
    return value == null ? known.isEmpty() : known.equals(value);
  }

  private static int hash(@Nullable String[] values) {
    int hash = 0;
    for (String value : values) {
      hash = 31 * hash + hash(value);
    }
    return spread(hash);
  }

  private static int hash(@Nullable String value) {
    return value == null ? 0 : value.hashCode();
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <D> @Nullable Entry<D>[] newCells(int length) {
    return new Entry[length];
  }
}
