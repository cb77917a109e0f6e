package dev.tallyman.tally;

import dev.tallyman.model.ExponentialScale;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages of one series and schema are: a hash table with open addressing. Neighbouring
 * pages, which are what a series has, never meet in it.
 *
 * <p>Threading: immutable; a page more makes another table.
 */
final class PageTable {
  private static final int SMALLEST = 8;

  private final int schema;
  private final int size;
  private final @Nullable SketchPage[] pages;

  private PageTable(int schema, int size, int cells) {
    this.schema = schema;
    this.size = size;
    this.pages = new @Nullable SketchPage[cells];
  }

  static PageTable empty(int schema) {
    return new PageTable(schema, 0, SMALLEST);
  }

  /** What the page of a bucket is known by. */
  static int key(boolean below, int index) {
    return index >> TallyLayout.PAGE_BITS << 1 | (below ? 1 : 0);
  }

  int schema() {
    return schema;
  }

  /** The bucket that takes a value, which must be above zero, by its bits. */
  int index(long bits) {
    return ExponentialScale.indexOfBits(bits, schema);
  }

  /** The page of this key, or null. */
  @Nullable SketchPage find(int key) {
    // The length is asked of the array itself, so that the JIT compiler sees that i is within.
    for (int i = key & (pages.length - 1); ; i = (i + 1) & (pages.length - 1)) {
      SketchPage page = pages[i];
      if (page == null || page.key() == key) {
        return page;
      }
    }
  }

  /** The same table with one page more, which must not be there yet. */
  PageTable with(SketchPage page) {
    int cells = 2 * (size + 1) > pages.length ? 2 * pages.length : pages.length;
    PageTable next = new PageTable(schema, size + 1, cells);
    for (SketchPage known : pages) {
      if (known != null) {
        next.put(known);
      }
    }
    next.put(page);
    return next;
  }

  private void put(SketchPage page) {
    int i = page.key() & (pages.length - 1);
    while (pages[i] != null) {
      i = (i + 1) & (pages.length - 1);
    }
    pages[i] = page;
  }
}
