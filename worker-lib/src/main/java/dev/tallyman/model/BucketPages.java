package dev.tallyman.model;

import java.util.Arrays;

/**
 * Counts by bucket number, in pages of sixteen, so that memory goes only where there are counts.
 *
 * <p>Threading: one thread at a time.
 */
final class BucketPages {
  private static final int PAGE_BITS = 4;

  /** Rising; the pages stand in the same order. */
  private int[] numbers = new int[4];

  private long[][] pages = new long[4][];
  private int size;
  private int last;

  /** Takes buckets one by one. */
  interface Visitor {
    void bucket(int index, long count);
  }

  void add(int index, long count) {
    int number = index >> PAGE_BITS;
    int place = last < size && numbers[last] == number ? last : place(number);
    last = place;
    pages[place][index & ((1 << PAGE_BITS) - 1)] += count;
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      Arrays.fill(pages[i], 0);
    }
  }

  /** The buckets that are not empty, from the lowest on. */
  void forEach(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      for (int slot = 0; slot < pages[i].length; slot++) {
        if (pages[i][slot] != 0) {
          visitor.bucket((numbers[i] << PAGE_BITS) + slot, pages[i][slot]);
        }
      }
    }
  }

  /** The same counts in buckets of a schema that is so much coarser. */
  BucketPages widened(int schemas) {
    BucketPages wide = new BucketPages();
    forEach((index, count) -> wide.add(ExponentialScale.widen(index, schemas), count));
    return wide;
  }

  private int place(int number) {
    int found = Arrays.binarySearch(numbers, 0, size, number);
    if (found >= 0) {
      return found;
    }
    int place = -found - 1;
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      pages = Arrays.copyOf(pages, 2 * size);
    }
    System.arraycopy(numbers, place, numbers, place + 1, size - place);
    System.arraycopy(pages, place, pages, place + 1, size - place);
    numbers[place] = number;
    pages[place] = new long[1 << PAGE_BITS];
    size++;
    return place;
  }
}
