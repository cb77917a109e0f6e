package dev.tallyman.tally;

import dev.tallyman.model.Family;
import dev.tallyman.tally.Vacancies.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
  private final Vacancies vacancies = new Vacancies();
  private final ExemplarCells exemplars = new ExemplarCells();
  private final @Nullable Block[] open = new @Nullable Block[2];
  private int familiesWritten;
  private int seriesEver;
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
      FamilyEntry family,
      List<String> labelValues,
      long createdMillis,
      BiFunction<Block, SeriesEntry, S> recorder) {
    SeriesEntry back = vacancies.takeBack(family, labelValues);
    SeriesEntry entry = back != null ? back : newSeries(family, labelValues, createdMillis);
    if (!SlotMap.summed(family.family().type())) {
      fill(entry, 0);
    }
    return recorder.apply(block(entry.block()), entry);
  }

  private SeriesEntry newSeries(FamilyEntry family, List<String> labelValues, long createdMillis) {
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
            seriesEver++,
            family,
            List.copyOf(labelValues),
            place.block(),
            place.firstSlot(),
            slots,
            createdMillis);
    series.add(entry);
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
    Block block = block(entry.block());
    for (int slot = entry.slotCount() - 1; slot >= 0; slot--) {
      block.begin(entry.firstSlot() + slot, slot == 0 ? first : 0);
    }
  }

  private void forgetRetired() {
    series.removeAll(vacancies.forget());
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
    blocks.forEach(Block::leaveFile);
    exemplars.forgetMemory();
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
        if (vacancies.isRetired(next)) {
          markTakenAway(next);
        }
        file.append(RecordWriter.series(next));
      }
      for (; pagesWritten < pages.size(); pagesWritten++) {
        PageEntry next = pages.get(pagesWritten);
        bring(blocks.get(next.block()), file);
        file.append(RecordWriter.page(next.of(placeOf(next.series(), series))));
      }
      exemplars.writeTo(file);
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
    List<SeriesEntry> left = series.stream().filter(each -> !vacancies.isRetired(each)).toList();
    for (SeriesEntry entry : left) {
      file.append(RecordWriter.series(entry));
    }
    for (PageEntry entry : pages) {
      file.append(RecordWriter.page(entry.of(placeOf(entry.series(), left))));
    }
    moves.forEach(BlockMove::copy);
    // Readers go by the old slots of what is set until the very end, so these go over last.
    moves.sort(Comparator.comparing(BlockMove::isOfSetSlots));
    return moves;
  }

  /** Where a series stands among those of a file: their numbers rise. */
  private static int placeOf(int number, List<SeriesEntry> inFile) {
    int from = 0;
    int to = inFile.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (inFile.get(middle).number() < number) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** {@link #writeAll} has succeeded. */
  void allWritten() {
    forgetRetired();
    exemplars.forgetMemory();
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
