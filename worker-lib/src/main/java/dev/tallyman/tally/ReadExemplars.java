package dev.tallyman.tally;

import dev.tallyman.model.Exemplar;
import dev.tallyman.model.MetricType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The exemplars of a file as its reader last saw them. A cell none of whose copies is whole at the
 * moment keeps what it said before.
 *
 * <p>Threading: as the reader.
 */
final class ReadExemplars {
  private final List<Cell> cells = new ArrayList<>();
  private final Map<Long, TallySeries> series = new HashMap<>();
  private int indexed;

  private static final class Cell {
    private final TallySeries series;
    private final int place;
    private final long position;
    private long number;

    Cell(TallySeries series, int place, long position) {
      this.series = series;
      this.place = place;
      this.position = position;
    }
  }

  /**
   * Takes an exemplar record.
   *
   * @param payload what its checksum covers
   * @param known the series that stand before it in the file
   * @param position where the record begins
   * @param length the record's length
   */
  void take(ByteBuffer payload, List<TallySeries> known, long position, int length) {
    for (; indexed < known.size(); indexed++) {
      TallySeries each = known.get(indexed);
      series.put(key(each.entry().block(), each.entry().firstSlot()), each);
    }
    int block = payload.getInt();
    int firstSlot = payload.getInt();
    int place = payload.getInt();
    TallySeries of = series.get(key(block, firstSlot));
    RecordReader.require(of != null, "series of an exemplar", firstSlot);
    RecordReader.require(length >= TallyLayout.EXEMPLAR_LENGTH, "length of exemplar", length);
    if (of != null) {
      RecordReader.require(place >= 0 && place < places(of), "place of exemplar", place);
      cells.add(new Cell(of, place, position + TallyLayout.EXEMPLAR_COPIES_AT));
    }
  }

  private static int places(TallySeries series) {
    MetricType type = series.family().type();
    return type == MetricType.HISTOGRAM ? series.family().upperBounds().size() + 1 : 1;
  }

  private static long key(int block, int firstSlot) {
    return ((long) block << Integer.SIZE) | (firstSlot & 0xffff_ffffL);
  }

  /** Reads all cells again; false if the file is too short. */
  boolean read(ReadBuffer buffer, FileChannel channel) throws IOException {
    int bytes = 2 * TallyLayout.EXEMPLAR_COPY_LENGTH;
    for (Cell cell : cells) {
      if (!buffer.read(channel, cell.position, bytes)) {
        return false;
      }
      read(cell, buffer.bytes());
    }
    return true;
  }

  private static void read(Cell cell, ByteBuffer bytes) {
    ByteBuffer one = copy(bytes, 0);
    ByteBuffer other = copy(bytes, 1);
    boolean firstIsNewer = ExemplarCodec.number(one) > ExemplarCodec.number(other);
    ByteBuffer newer = firstIsNewer ? one : other;
    if (ExemplarCodec.number(newer) == cell.number) {
      return;
    }
    Exemplar exemplar = ExemplarCodec.decode(newer);
    if (exemplar == null) {
      newer = firstIsNewer ? other : one;
      exemplar = ExemplarCodec.decode(newer);
    }
    if (exemplar != null) {
      cell.number = ExemplarCodec.number(newer);
      cell.series.keep(cell.place, exemplar);
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes, int which) {
    int length = TallyLayout.EXEMPLAR_COPY_LENGTH;
    return bytes.slice(which * length, length).order(TallyLayout.ORDER);
  }
}
