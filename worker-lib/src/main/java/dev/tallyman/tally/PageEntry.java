package dev.tallyman.tally;

/**
 * Sixteen neighbouring exponential buckets of one series and the sum of what fell into them, as one
 * tally file knows them.
 *
 * <p>Threading: immutable.
 *
 * @param series the number of the series they belong to
 * @param schema how fine they are
 * @param below whether they take values below zero
 * @param page the number of the lowest bucket, divided by sixteen
 * @param block the number of the block that holds their slots
 * @param firstSlot the slot of the sum in that block; those of the buckets follow, the lowest first
 */
record PageEntry(int series, int schema, boolean below, int page, int block, int firstSlot) {
  /** The same buckets of a series that has another number in another file. */
  PageEntry of(int other) {
    return new PageEntry(other, schema, below, page, block, firstSlot);
  }

  /** The number of a bucket. */
  int index(int place) {
    return (page << TallyLayout.PAGE_BITS) + place;
  }
}
