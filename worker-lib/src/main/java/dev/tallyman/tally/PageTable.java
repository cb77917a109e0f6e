package dev.tallyman.tally;

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
  private final int[] keys;
  private final @Nullable SummedSlots[] pages;

  private PageTable(int schema, int size, int cells) {
    this.schema = schema;
    this.size = size;
    this.keys = new int[cells];
    this.pages = new @Nullable SummedSlots[cells];
  }

  static PageTable empty(int schema) {
    return new PageTable(schema, 0, SMALLEST);
  }

  /** What a page is known by in a table. */
  static int key(boolean below, int page) {
    return page << 1 | (below ? 1 : 0);
  }

  int schema() {
    return schema;
  }

  /** The slots of a page, or null. */
  @Nullable SummedSlots find(int key) {
    int mask = keys.length - 1;
    for (int i = key & mask; ; i = (i + 1) & mask) {
      SummedSlots page = pages[i];
      if (page == null || keys[i] == key) {
        return page;
      }
    }
  }

  /** The same table with one page more, which must not be there yet. */
  PageTable with(int key, SummedSlots page) {
    int cells = 2 * (size + 1) > keys.length ? 2 * keys.length : keys.length;
    PageTable next = new PageTable(schema, size + 1, cells);
    for (int i = 0; i < keys.length; i++) {
      SummedSlots known = pages[i];
      if (known != null) {
        next.put(keys[i], known);
      }
    }
    next.put(key, page);
    return next;
  }

  private void put(int key, SummedSlots page) {
    int mask = keys.length - 1;
    int i = key & mask;
    while (pages[i] != null) {
      i = (i + 1) & mask;
    }
    keys[i] = key;
    pages[i] = page;
  }
}
