package dev.tallyman.history;

import dev.tallyman.model.Labels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples of some minutes: at first as rows, one for each tick and metric, so that a tick is one
 * short transaction; when it is full, as parts, columns of many series of one metric each, so that
 * a query reads no other metric.
 *
 * <p>A block stands for itself: it names its series, and needs no other block to be read.
 *
 * <p>Threading: immutable.
 */
final class Block {
  /** How many ticks make a block. */
  static final int TICKS = 120;

  private final long id;
  private final long[] times;
  private final boolean sealed;

  private Block(long id, long[] times, boolean sealed) {
    this.id = id;
    this.times = times;
    this.sealed = sealed;
  }

  /** The block's key, which rises with time. */
  long id() {
    return id;
  }

  /** When the samples were taken, rising; none if that can't be read. */
  long[] times() {
    return times;
  }

  /** Whether it has parts and no rows. */
  boolean sealed() {
    return sealed;
  }

  long firstMillis() {
    return times.length == 0 ? id : times[0];
  }

  long lastMillis() {
    return times.length == 0 ? id : times[times.length - 1];
  }

  /**
   * The blocks of a store, oldest first; of one that can't be read no more is known than its id.
   */
  static List<Block> in(HistoryStore.View view, Unreadable unreadable) {
    Map<Long, Block> blocks = new TreeMap<>();
    view.scan(
        HistoryStore.Table.BLOCKS,
        new byte[0],
        (key, value) -> {
          long id = Keys.blockOf(key);
          try {
            blocks.put(id, new Block(id, decodeTimes(value), true));
          } catch (BadEntryException e) {
            unreadable.met(e);
            blocks.put(id, new Block(id, new long[0], true));
          }
        });
    Map<Long, List<Long>> unsealed = new TreeMap<>();
    view.scan(
        HistoryStore.Table.TICKS,
        new byte[0],
        (key, value) ->
            unsealed
                .computeIfAbsent(Keys.blockOf(key), id -> new ArrayList<>())
                .add(ByteBuffer.wrap(value).getLong()));
    unsealed.forEach(
        (id, times) ->
            blocks.put(
                id, new Block(id, times.stream().mapToLong(Long::longValue).toArray(), false)));
    return new ArrayList<>(blocks.values());
  }

  /** The entry of a sealed block. */
  byte[] encodeTimes() {
    BitWriter bits = new BitWriter();
    ValueEncoder encoder = new ValueEncoder();
    for (long time : times) {
      encoder.write((double) time, bits);
    }
    return Checked.seal(new int[] {times.length}, bits.toBytes());
  }

  private static long[] decodeTimes(byte[] stored) {
    ByteBuffer from = Checked.open(stored);
    long[] times = new long[from.getInt()];
    BitReader bits = new BitReader(from);
    ValueDecoder decoder = new ValueDecoder();
    for (int tick = 0; tick < times.length; tick++) {
      times[tick] = (long) decoder.read(bits);
    }
    return times;
  }

  /** Shows the series that are wanted. */
  void read(HistoryStore.View view, SeriesFilter filter, SeriesVisitor visitor, Unreadable bad) {
    if (times.length == 0) {
      return;
    }
    if (sealed) {
      new Parts(this, view, bad).read(filter, visitor);
    } else {
      new Rows(this, view, bad).read(filter, visitor);
    }
  }

  /** Makes columns of rows. */
  void seal(HistoryStore.Change change, Unreadable bad) {
    Rows rows = new Rows(this, change, bad);
    for (String name : rows.names()) {
      Parts.Writer writer = new Parts.Writer(id, name, change);
      rows.read(new AllOf(name), writer);
      writer.end();
    }
    delete(change, List.of(HistoryStore.Table.TICKS, HistoryStore.Table.ROWS));
    change.put(HistoryStore.Table.BLOCKS, Keys.block(id), encodeTimes());
  }

  /** All series of one metric. */
  private record AllOf(String onlyName) implements SeriesFilter {
    @Override
    public boolean takesName(String name) {
      return true;
    }

    @Override
    public boolean takesLabels(Labels labels) {
      return true;
    }
  }

  /** Deletes all of it. */
  void delete(HistoryStore.Change change) {
    delete(
        change,
        List.of(
            HistoryStore.Table.BLOCKS,
            HistoryStore.Table.TICKS,
            HistoryStore.Table.ROWS,
            HistoryStore.Table.PARTS));
  }

  private void delete(HistoryStore.Change change, List<HistoryStore.Table> tables) {
    tables.forEach(table -> change.delete(table, Keys.block(id)));
  }
}
