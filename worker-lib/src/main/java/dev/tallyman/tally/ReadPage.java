package dev.tallyman.tally;

import dev.tallyman.model.Sketch;

/**
 * Sixteen exponential buckets and where their counts are.
 *
 * <p>Threading: as the reader.
 */
record ReadPage(PageEntry entry, ReadBlock block) {
  /** Adds what was read last. */
  void addTo(Sketch sketch) {
    for (int slot = 0; slot < TallyLayout.PAGE_SLOTS; slot++) {
      long count = block.count(entry.firstSlot() + slot);
      if (count != 0) {
        sketch.add(entry.schema(), entry.below(), entry.index(slot), count);
      }
    }
  }
}
