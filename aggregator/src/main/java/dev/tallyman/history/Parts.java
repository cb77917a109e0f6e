package dev.tallyman.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.history.HistoryStore.Table;
import dev.tallyman.model.Labels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a sealed block.
 *
 * <pre>
 *   part   | checksum 4 | bytes of labels 4 | labels, deflated | series, bit by bit |
 *   series | first tick 16 bits | length of the values 24 bits | values from that tick on |
 * </pre>
 *
 * <p>Threading: one thread at a time.
 *
 * @param block the block
 * @param view where it is stored
 * @param unreadable is told of parts that can't be read
 */
record Parts(Block block, HistoryStore.View view, Unreadable unreadable) {
  /** What is read and held at once. */
  private static final int SERIES_IN_A_PART = 500;

  private static final int TICK_BITS = 16;
  private static final int LENGTH_BITS = 24;

  void read(SeriesFilter filter, SeriesVisitor visitor) {
    String only = filter.onlyName();
    if (only != null) {
      byte[] name = only.getBytes(UTF_8);
      int part = 0;
      byte[] stored = view.get(Table.PARTS, Keys.part(block.id(), name, part));
      while (stored != null) {
        read(only, stored, filter, visitor);
        part++;
        stored = view.get(Table.PARTS, Keys.part(block.id(), name, part));
      }
    } else {
      view.scan(
          Table.PARTS,
          Keys.block(block.id()),
          (key, stored) -> {
            String name = new String(Keys.nameOfPart(key), UTF_8);
            if (filter.takesName(name)) {
              read(name, stored, filter, visitor);
            }
          });
    }
  }

  private void read(String name, byte[] stored, SeriesFilter filter, SeriesVisitor visitor) {
    try {
      ByteBuffer from = Checked.open(stored);
      ByteBuffer deflated = from.slice(from.position() + Integer.BYTES, from.getInt());
      from.position(from.position() + deflated.remaining());
      BitReader bits = new BitReader(from);
      Column column = new Column();
      for (Labels labels : LabelSets.inflated(deflated)) {
        int first = (int) bits.read(TICK_BITS);
        long length = bits.read(LENGTH_BITS);
        if (!filter.takesLabels(labels)) {
          bits.skip(length);
          continue;
        }
        column.begin(block.times(), first);
        ValueDecoder decoder = new ValueDecoder();
        for (int tick = first; tick < block.times().length; tick++) {
          column.add(decoder.read(bits));
        }
        visitor.visit(name, labels, column);
      }
    } catch (BadEntryException e) {
      unreadable.met(e);
    }
  }

  /** Collects the series of one metric and stores them, part by part. */
  static final class Writer implements SeriesVisitor {
    private final long block;
    private final byte[] name;
    private final HistoryStore.Change change;
    private final List<Labels> labels = new ArrayList<>();
    private final BitWriter bits = new BitWriter();
    private final BitWriter values = new BitWriter();
    private int part;

    Writer(long block, String name, HistoryStore.Change change) {
      this.block = block;
      this.name = name.getBytes(UTF_8);
      this.change = change;
    }

    @Override
    public void visit(String ignored, Labels own, Column column) {
      labels.add(own);
      bits.write(column.firstTick(), TICK_BITS);
      ValueEncoder encoder = new ValueEncoder();
      values.clear();
      for (int sample = 0; sample < column.size(); sample++) {
        encoder.write(column.value(sample), values);
      }
      bits.write(values.length(), LENGTH_BITS);
      bits.append(values);
      if (labels.size() == SERIES_IN_A_PART) {
        store();
      }
    }

    /** Stores what has not been stored yet. */
    void end() {
      if (!labels.isEmpty()) {
        store();
      }
    }

    private void store() {
      byte[] deflated = LabelSets.deflated(labels);
      byte[] value = Checked.seal(new int[] {deflated.length}, deflated, bits.toBytes());
      change.put(Table.PARTS, Keys.part(block, name, part), value);
      part++;
      labels.clear();
      bits.clear();
    }
  }
}
