package dev.tallyman.tally;

import dev.tallyman.model.Sketch;

/**
 * Sixteen exponential buckets of a series that this process records into, and the sum of what fell
 * into them: beside the counts, so that an observation finds one lane and not two.
 *
 * <p>Threading: as {@link SummedSlots}.
 */
final class SketchPage extends SummedSlots {
  private final int key;
  private final PageEntry entry;

  SketchPage(PageEntry entry, Block block) {
    super(block, entry.firstSlot());
    this.key = PageTable.key(entry.below(), entry.index(0));
    this.entry = entry;
  }

  /** What the page is known by in a {@link PageTable}. */
  int key() {
    return key;
  }

  int schema() {
    return entry.schema();
  }

  /**
   * Counts an observation of one of its buckets and adds it to the sum.
   *
   * @return how many the thread's lane had in that bucket before
   */
  long observe(int index, double x) {
    int place = index & (TallyLayout.PAGE_BUCKETS - 1);
    return observe(SlotMap.FIRST_IN_PAGE + place, SlotMap.SUM, x);
  }

  /** Adds observations of one of its buckets that were counted elsewhere; their sum is apart. */
  void take(int index, long count) {
    add(SlotMap.FIRST_IN_PAGE + (index & (TallyLayout.PAGE_BUCKETS - 1)), count);
  }

  /** Adds all counts, as this process sees them. */
  void addTo(Sketch sketch) {
    for (int place = 0; place < TallyLayout.PAGE_BUCKETS; place++) {
      long count = total(SlotMap.FIRST_IN_PAGE + place);
      sketch.add(entry.schema(), entry.below(), entry.index(place), count);
    }
  }
}
