package dev.tallyman.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tallyman.history.HistoryStore.Table;
import dev.tallyman.model.Labels;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a block that is not sealed yet: of each tick and metric, the next value of every
 * series. A row in which all values go on as before is not stored.
 *
 * <pre>
 *   row | checksum 4 | new series 4 | bytes of labels 4 | their labels, deflated | values, bit by bit |
 * </pre>
 *
 * <p>Series are in the order in which they came, and stay until the block's end: one that left has
 * marks of staleness.
 *
 * <p>Threading: one thread at a time.
 *
 * @param block the block
 * @param view where it is stored
 * @param unreadable is told of rows that can't be read
 */
record Rows(Block block, HistoryStore.View view, Unreadable unreadable) {

  /** One row, being read. */
  private record Row(List<Labels> newSeries, BitReader values) {}

  static byte[] encode(List<Labels> newSeries, BitWriter values) {
    byte[] labels = newSeries.isEmpty() ? new byte[0] : LabelSets.deflated(newSeries);
    return Checked.seal(new int[] {newSeries.size(), labels.length}, labels, values.toBytes());
  }

  void read(SeriesFilter filter, SeriesVisitor visitor) {
    String only = filter.onlyName();
    for (String name : only == null ? names() : Set.of(only)) {
      if (filter.takesName(name)) {
        read(name, filter, visitor);
      }
    }
  }

  /** The metrics that have rows. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    view.scan(
        Table.ROWS,
        Keys.block(block.id()),
        (key, value) -> names.add(new String(Keys.nameOfRow(key), UTF_8)));
    return names;
  }

  private void read(String name, SeriesFilter filter, SeriesVisitor visitor) {
    @Nullable Row[] rows = new Row[block.times().length];
    int end = load(name, rows);
    Column column = new Column();
    for (int first = 0; first < end; first++) {
      Row bornIn = rows[first];
      if (bornIn == null) {
        continue;
      }
      for (Labels labels : bornIn.newSeries) {
        column.begin(block.times(), first);
        ValueDecoder decoder = new ValueDecoder();
        for (int tick = first; tick < end; tick++) {
          Row row = rows[tick];
          column.add(row == null ? decoder.readOn() : decoder.read(row.values));
        }
        if (filter.takesLabels(labels)) {
          visitor.visit(name, labels, column);
        }
      }
    }
  }

  /** Loads the rows, up to the first that can't be read: what comes after it can't be, either. */
  private int load(String name, @Nullable Row[] rows) {
    byte[] bytes = name.getBytes(UTF_8);
    for (int tick = 0; tick < rows.length; tick++) {
      byte[] stored = view.get(Table.ROWS, Keys.row(block.id(), tick, bytes));
      if (stored != null) {
        try {
          rows[tick] = decode(stored);
        } catch (BadEntryException e) {
          unreadable.met(e);
          return tick;
        }
      }
    }
    return rows.length;
  }

  private static Row decode(byte[] stored) {
    ByteBuffer from = Checked.open(stored);
    int count = from.getInt();
    ByteBuffer deflated = from.slice(from.position() + Integer.BYTES, from.getInt());
    from.position(from.position() + deflated.remaining());
    List<Labels> labels = count == 0 ? List.of() : LabelSets.inflated(deflated);
    return new Row(labels, new BitReader(from));
  }
}
