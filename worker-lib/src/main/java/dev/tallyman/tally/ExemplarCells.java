package dev.tallyman.tally;

import dev.tallyman.model.Exemplar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exemplars of one tally, newest only: in heap, and each in a cell of the file once there is
 * one. They are examples: where the file has no room they are not kept.
 *
 * <p>A cell is two copies, written in turn, so that there is always a whole one.
 *
 * <p>Threading: under the tally's lock.
 */
final class ExemplarCells {
  /**
   * No thread takes so long with an exemplar: one so much older says that the clock was set back.
   */
  private static final long LONGEST_DELAY_MILLIS = 10_000;

  private final Map<Place, Cell> cells = new HashMap<>();
  private final Map<Place, Cell> unwritten = new LinkedHashMap<>();

  /**
   * Whose exemplar it is.
   *
   * @param block the number of the block that holds the series' slots
   * @param firstSlot its first slot there
   * @param place which of its exemplars: a histogram's bucket, from 0
   */
  record Place(int block, int firstSlot, int place) {}

  private static final class Cell {
    private Exemplar newest;
    private long number;
    private @Nullable ByteBuffer memory;

    Cell(Exemplar first) {
      this.newest = first;
    }
  }

  /**
   * Keeps it in the place of an older one; {@link #writeTo} brings it into the file.
   *
   * @return false if its labels are too long
   */
  boolean keep(Place place, Exemplar exemplar) {
    if (ExemplarCodec.encode(1, exemplar) == null) {
      return false;
    }
    Cell cell = cells.computeIfAbsent(place, at -> new Cell(exemplar));
    long newer = exemplar.timestampMillis() - cell.newest.timestampMillis();
    if (newer >= 0 || newer < -LONGEST_DELAY_MILLIS) {
      cell.newest = exemplar;
    }
    unwritten.put(place, cell);
    return true;
  }

  @Nullable Exemplar get(Place place) {
    Cell cell = cells.get(place);
    return cell == null ? null : cell.newest;
  }

  /**
   * Writes those that are new.
   *
   * @throws IOException if there is no room
   */
  void writeTo(TallyFile file) throws IOException {
    Iterator<Map.Entry<Place, Cell>> all = unwritten.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Place, Cell> next = all.next();
      Cell cell = next.getValue();
      if (cell.memory == null && !file.isHalfFull()) {
        cell.memory = file.appendExemplar(next.getKey());
      }
      write(cell);
      all.remove();
    }
  }

  private static void write(Cell cell) {
    byte[] copy = ExemplarCodec.encode(cell.number + 1, cell.newest);
    ByteBuffer memory = cell.memory;
    if (memory != null && copy != null) {
      cell.number++;
      memory.put((int) (cell.number % 2) * TallyLayout.EXEMPLAR_COPY_LENGTH, copy);
    }
  }

  /** Another file, or none, is to have them from now on. */
  void forgetMemory() {
    cells.values().forEach(cell -> cell.memory = null);
    unwritten.putAll(cells);
  }
}
