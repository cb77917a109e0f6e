package dev.tallyman.tally;

/**
 * Sixteen neighbouring exponential buckets of one series, as one tally file knows them.
 *
 * <p>Threading: immutable.
 *
 * @param schema how fine they are
 * @param below whether they take values below zero
 * @param page the number of the lowest bucket, divided by sixteen
 * @param block the number of the block that holds their slots
 * @param firstSlot the slot of the lowest bucket in that block
 */
record PageEntry(int schema, boolean below, int page, int block, int firstSlot) {
  /** The number of a bucket. */
  int index(int slot) {
    return (page << TallyLayout.PAGE_BITS) + slot;
  }
}
