package dev.tallyman.tally;

import dev.tallyman.model.ExactSum;
import dev.tallyman.model.Sketch;

/**
 * Sixteen exponential buckets and where their counts and sum are.
 *
 * <p>Threading: as the reader.
 */
record ReadPage(PageEntry entry, ReadBlock block) {
  /** Adds what was read last. */
  void addTo(Sketch sketch) {
    int lowest = entry.firstSlot() + SlotMap.FIRST_IN_PAGE;
    for (int place = 0; place < TallyLayout.PAGE_BUCKETS; place++) {
      long count = block.count(lowest + place);
      if (count != 0) {
        sketch.add(entry.schema(), entry.below(), entry.index(place), count);
      }
    }
  }

  /** Adds the sum that was read last. */
  void addTo(ExactSum sum) {
    block.addTo(sum, entry.firstSlot() + SlotMap.SUM);
  }
}
