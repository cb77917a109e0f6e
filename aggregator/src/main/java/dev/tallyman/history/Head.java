package dev.tallyman.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.history.HistoryStore.Table;
import dev.tallyman.model.Labels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The block that is being recorded. In memory stands only what the next row depends on: of each
 * series its labels, its last value and how that changed.
 *
 * <p>Threading: one thread at a time.
 */
final class Head implements Recorder {
  /** More series than these are left out and counted: memory is bounded. */
  static final int SERIES_LIMIT = 100_000;

  private final long id;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<List<String>, List<String>> labelNames = new HashMap<>();
  private int series;
  private int ticks;
  private long lastMillis = Long.MIN_VALUE;
  private long tick;
  private int leftOut;

  /** All series of one name, in the order of their coming. */
  private static final class Group {
    final byte[] name;
    final Map<Labels, SeriesHandle> byLabels = new HashMap<>();
    final List<SeriesHandle> all = new ArrayList<>();
    final List<Labels> unstored = new ArrayList<>();
    final BitWriter row = new BitWriter();

    Group(String name) {
      this.name = name.getBytes(UTF_8);
    }
  }

  Head(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  boolean isFull() {
    return ticks == Block.TICKS;
  }

  /** When the last tick was. */
  long lastMillis() {
    return lastMillis;
  }

  int series() {
    return series;
  }

  /** How many series were left out of the last tick. */
  int leftOut() {
    return leftOut;
  }

  /** The block after this one, with the series that are still there. */
  Head next(long nextId) {
    Head next = new Head(nextId);
    next.tick = tick;
    next.labelNames.putAll(labelNames);
    for (Group group : groups.values()) {
      for (SeriesHandle handle : group.all) {
        if (handle.isPresent()) {
          SeriesHandle unused = next.entered(handle);
        }
      }
    }
    return next;
  }

  void beginTick() {
    tick++;
    leftOut = 0;
  }

  @Override
  public SeriesHandle series(String name, Labels labels) {
    Labels stored = sorted(labels);
    Group group = groups.get(name);
    SeriesHandle known = group == null ? null : group.byLabels.get(stored);
    return known == null ? new SeriesHandle(name, stored) : known;
  }

  @Override
  public void put(SeriesHandle handle, double value) {
    SeriesHandle known = handle;
    if (!handle.isIn(this)) {
      if (series >= SERIES_LIMIT || !Keys.hasRoomFor(handle.name())) {
        leftOut++;
        return;
      }
      known = entered(handle);
    }
    known.put(value, tick);
  }

  private SeriesHandle entered(SeriesHandle handle) {
    Group group = groups.computeIfAbsent(handle.name(), Group::new);
    SeriesHandle known = group.byLabels.putIfAbsent(handle.labels(), handle);
    if (known != null) {
      return known;
    }
    handle.enter(this);
    group.all.add(handle);
    group.unstored.add(handle.labels());
    series++;
    return handle;
  }

  /** By name and without empty ones, as Prometheus has labels. */
  private Labels sorted(Labels labels) {
    Map<String, String> byName = new TreeMap<>();
    for (int i = 0; i < labels.names().size(); i++) {
      if (!labels.values().get(i).isEmpty()) {
        byName.put(labels.names().get(i), labels.values().get(i));
      }
    }
    // One list for all series that have the same names.
    List<String> names = List.copyOf(byName.keySet());
    return new Labels(labelNames.computeIfAbsent(names, own -> own), List.copyOf(byName.values()));
  }

  /** Writes the rows of a tick. Whether it is committed or not, this can be done only once. */
  void write(long millis, HistoryStore.Change change) {
    byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
    change.put(Table.TICKS, Keys.tick(id, ticks), time);
    for (Group group : groups.values()) {
      for (SeriesHandle handle : group.all) {
        handle.write(tick, group.row);
      }
      if (group.row.anySet() || !group.unstored.isEmpty()) {
        byte[] row = Rows.encode(group.unstored, group.row);
        change.put(Table.ROWS, Keys.row(id, ticks, group.name), row);
      }
      group.row.clear();
      group.unstored.clear();
    }
  }

  /** The tick is on disk. */
  void stored(long millis) {
    ticks++;
    lastMillis = millis;
  }
}
