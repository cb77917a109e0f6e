package dev.tallyman.tally;

import dev.tallyman.model.Family;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
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
  private final List<PageEntry> pages = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final @Nullable Block[] open = new @Nullable Block[2];
  private int familiesWritten;
  private int seriesWritten;
  private int pagesWritten;

  Catalogue(Tally tally) {
    this.tally = tally;
  }

  FamilyEntry family(Family family) {
    FamilyEntry entry = new FamilyEntry(families.size(), family);
    families.add(entry);
    return entry;
  }

  /** A series, and what records into its slots. */
  <S> S series(
      FamilyEntry family, List<String> labelValues, BiFunction<Block, SeriesEntry, S> recorder) {
    int slots = SlotMap.slotCount(family.family());
    int kind =
        SlotMap.summed(family.family().type()) ? TallyLayout.KIND_SUMMED : TallyLayout.KIND_SHARED;
    Block block = blockWithRoomFor(kind, slots);
    SeriesEntry entry =
        new SeriesEntry(
            series.size(),
            family,
            List.copyOf(labelValues),
            block.number(),
            block.take(slots),
            slots,
            tally.nowMillis());
    series.add(entry);
    return recorder.apply(block, entry);
  }

  /** Sixteen more buckets of a series. */
  PageEntry page(SeriesEntry of, int schema, boolean below, int page) {
    Block block = blockWithRoomFor(TallyLayout.KIND_SUMMED, TallyLayout.PAGE_SLOTS);
    int first = block.take(TallyLayout.PAGE_SLOTS);
    PageEntry entry = new PageEntry(of.number(), schema, below, page, block.number(), first);
    pages.add(entry);
    return entry;
  }

  Block block(int number) {
    return blocks.get(number);
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
  }

  /**
   * Brings into the file what is not yet there. A series or page follows the memory of its block,
   * so that whoever sees it on disk can rely on its slots being there for good.
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
        bring(blocks.get(next.block()), file);
        file.append(RecordWriter.series(next));
      }
      for (; pagesWritten < pages.size(); pagesWritten++) {
        PageEntry next = pages.get(pagesWritten);
        bring(blocks.get(next.block()), file);
        file.append(RecordWriter.page(next));
      }
    } finally {
      file.commit();
      sayWhatIsMissing(file);
    }
  }

  private void bring(Block block, TallyFile file) throws IOException {
    if (!block.onDisk()) {
      BlockMove move = BlockMove.into(file, block);
      move.complete();
      tally.sweepForAWhile();
    }
  }

  /** Puts down how many series, and pages of their buckets, the file does not have. */
  void sayWhatIsMissing(TallyFile file) {
    int missing = series.size() - seriesWritten + pages.size() - pagesWritten;
    file.put(TallyLayout.NOT_ON_DISK_AT, missing);
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
      file.append(RecordWriter.series(entry));
    }
    for (PageEntry entry : pages) {
      file.append(RecordWriter.page(entry));
    }
    moves.forEach(BlockMove::copy);
    return moves;
  }

  /** {@link #writeAll} has succeeded. */
  void allWritten() {
    familiesWritten = families.size();
    seriesWritten = series.size();
    pagesWritten = pages.size();
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
