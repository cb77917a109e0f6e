package dev.tallyman.tally;

import dev.tallyman.model.Family;
import dev.tallyman.tally.Vacancies.Place;
import java.io.IOException;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All families, series and blocks of one tally, and how much of them stands in its file.
 *
 * <p>Threading: under the tally's lock.
 */
final class Catalogue {
  private static final int SMALLEST_BLOCK = 512;
  private static final int LARGEST_BLOCK = 8192;

  private final Tally tally;
  private final List<FamilyEntry> families = new ArrayList<>();
  private final List<SeriesEntry> series = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Vacancies vacancies = new Vacancies();
  private final ExemplarCells exemplars = new ExemplarCells();
  private final @Nullable Block[] open = new @Nullable Block[2];
  private int familiesWritten;
  private int seriesWritten;

  Catalogue(Tally tally) {
    this.tally = tally;
  }

  FamilyEntry family(Family family) {
    FamilyEntry entry = new FamilyEntry(families.size(), family);
    families.add(entry);
    return entry;
  }

  SeriesEntry series(FamilyEntry family, List<String> labelValues) {
    SeriesEntry back = vacancies.takeBack(family, labelValues);
    if (back != null) {
      fill(back, 0);
      return back;
    }
    int slots = SlotMap.slotCount(family.family());
    int kind =
        SlotMap.summed(family.family().type()) ? TallyLayout.KIND_SUMMED : TallyLayout.KIND_SHARED;
    Place place = kind == TallyLayout.KIND_SHARED ? vacancies.placeFor(slots) : null;
    if (place == null) {
      Block block = blockWithRoomFor(kind, slots);
      place = new Place(block.number(), block.take(slots));
    }
    SeriesEntry entry =
        new SeriesEntry(
            family,
            List.copyOf(labelValues),
            place.block(),
            place.firstSlot(),
            slots,
            tally.nowMillis());
    series.add(entry);
    if (kind == TallyLayout.KIND_SHARED) {
      fill(entry, 0);
    }
    return entry;
  }

  /**
   * Takes a series away whose slots are set.
   *
   * @param hasFile whether there is a file, which may have its record
   * @return whether it is time for a new file without those that were taken away
   */
  boolean retire(SeriesEntry entry, boolean hasFile) {
    vacancies.retire(entry);
    markTakenAway(entry);
    if (!vacancies.areMany(series.size()) || isMoving()) {
      return false;
    }
    if (!hasFile) {
      forgetRetired();
    }
    return hasFile;
  }

  private void markTakenAway(SeriesEntry entry) {
    fill(entry, SlotMap.takenAway(entry.family().family().type()));
  }

  /** Sets a series' first slot, last, and the others to nothing. */
  private void fill(SeriesEntry entry, long first) {
    Block block = blockOf(entry);
    if (block.hasMemory()) {
      LongBuffer memory = block.memory().get(0);
      for (int slot = entry.slotCount() - 1; slot >= 0; slot--) {
        memory.put(entry.firstSlot() + slot, slot == 0 ? first : 0);
      }
    }
  }

  private void forgetRetired() {
    series.removeAll(vacancies.forget());
  }

  Block blockOf(SeriesEntry entry) {
    return blocks.get(entry.block());
  }

  ExemplarCells exemplars() {
    return exemplars;
  }

  /** Whether anything was recorded. */
  boolean hasMemory() {
    return blocks.stream().anyMatch(Block::hasMemory);
  }

  /** Whether threads may still be adding to memory that has moved. */
  boolean isMoving() {
    return blocks.stream().anyMatch(Block::isMoving);
  }

  /** Copies once more what has moved, and says whether it has to be done again. */
  boolean sweep() {
    blocks.forEach(Block::sweep);
    return isMoving();
  }

  /** Takes all blocks out of their file. */
  void detach() {
    for (Block block : blocks) {
      block.sweep();
      block.moveTo(block.heapMemory(), List.of(), false);
    }
    exemplars.forgetMemory();
  }

  /**
   * Brings into the file what is not yet there. A series follows the memory of its block, so that
   * whoever sees it on disk can rely on its slots being there for good.
   *
   * @throws IOException if there is no room; what was written stays, the rest can be tried again
   */
  void publish(TallyFile file) throws IOException {
    try {
      for (; familiesWritten < families.size(); familiesWritten++) {
        Family next = families.get(familiesWritten).family();
        file.append(RecordWriter.family(familiesWritten, next));
      }
      for (; seriesWritten < series.size(); seriesWritten++) {
        SeriesEntry next = series.get(seriesWritten);
        if (!blockOf(next).onDisk()) {
          BlockMove move = BlockMove.into(file, blockOf(next));
          move.complete();
          tally.sweepForAWhile();
        }
        if (vacancies.isRetired(next)) {
          markTakenAway(next);
        }
        file.append(RecordWriter.series(next));
      }
      exemplars.writeTo(file);
    } finally {
      file.commit();
      sayWhatIsMissing(file);
    }
  }

  /** Puts down how many series the file does not have. */
  void sayWhatIsMissing(TallyFile file) {
    file.put(TallyLayout.NOT_ON_DISK_AT, series.size() - seriesWritten);
  }

  /** Writes everything into a new file, with all counts so far. */
  List<BlockMove> writeAll(TallyFile file) throws IOException {
    for (FamilyEntry family : families) {
      file.append(RecordWriter.family(family.number(), family.family()));
    }
    List<BlockMove> moves = new ArrayList<>();
    for (Block block : blocks) {
      moves.add(BlockMove.into(file, block));
    }
    for (SeriesEntry entry : series) {
      if (!vacancies.isRetired(entry)) {
        file.append(RecordWriter.series(entry));
      }
    }
    moves.forEach(BlockMove::copy);
    return moves;
  }

  /** {@link #writeAll} has succeeded. */
  void allWritten() {
    forgetRetired();
    exemplars.forgetMemory();
    familiesWritten = families.size();
    seriesWritten = series.size();
  }

  private Block blockWithRoomFor(int kind, int slots) {
    Block block = open[kind];
    if (block == null || !block.hasRoomFor(slots)) {
      int usual = block == null ? SMALLEST_BLOCK : Math.min(block.slotCount() * 2, LARGEST_BLOCK);
      int size = Math.max(slots, usual);
      block = new Block(tally, blocks.size(), kind, size);
      blocks.add(block);
      open[kind] = block;
    }
    return block;
  }
}
