package dev.tallyman.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Checks all pages of LMDB's file that LMDB would follow. It trusts what it maps: a page that is
 * not what it should be, or is not there, ends the process without a message.
 *
 * <p>What values say is not checked, they have checksums of their own.
 *
 * <p>Threading: one thread at a time.
 *
 * <p>Failure: a {@link DamagedPageException} says which page.
 */
public final class PageCheck {
  private static final int DEPTH_LIMIT = 32;

  private final LmdbFile file;
  private final LmdbFile.Meta meta;
  private final BitSet used = new BitSet();
  private final BitSet free = new BitSet();
  private final List<LmdbFile.Tree> tables = new ArrayList<>();
  private long entries;

  /** What the values of a tree are. */
  private enum Kind {
    /** Tables, by name. */
    TABLES,
    /** Whatever the store puts there. */
    ENTRIES,
    /** Lists of pages that may be used again. */
    FREE_PAGES
  }

  private PageCheck(LmdbFile file) throws IOException {
    this.file = file;
    this.meta = file.newestMeta();
  }

  /**
   * Checks a file, also while its owner writes.
   *
   * @throws DamagedPageException if LMDB would stumble over it
   * @throws IOException if it can't be read
   */
  public static void check(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      LmdbFile file = new LmdbFile(channel);
      while (true) {
        PageCheck check = new PageCheck(file);
        try {
          check.all();
          return;
        } catch (DamagedPageException e) {
          // Until the next transaction is there, nobody touches the pages of the last one.
          if (file.newestMeta().transaction() == check.meta.transaction()) {
            throw e;
          }
        }
      }
    }
  }

  private void all() throws IOException {
    used.set(0, LmdbFile.META_PAGES);
    walk(meta.main(), Kind.TABLES);
    for (LmdbFile.Tree table : List.copyOf(tables)) {
      require(table.flags() == 0, "flags of a table", table.root());
      walk(table, Kind.ENTRIES);
    }
    walk(meta.free(), Kind.FREE_PAGES);
    require(!free.intersects(used), "page, both in use and free", free.nextSetBit(0));
  }

  private void walk(LmdbFile.Tree tree, Kind kind) throws IOException {
    entries = 0;
    if (!tree.isEmpty()) {
      require(tree.depth() > 0 && tree.depth() <= DEPTH_LIMIT, "depth of a tree", tree.root());
      walk(tree.root(), tree.depth(), kind);
    }
    require(entries == tree.entries(), "number of entries below", tree.root());
  }

  private void walk(long number, int levels, Kind kind) throws IOException {
    use(number, 1);
    boolean leaf = levels == 1;
    LmdbPage page = file.page(number, leaf ? LmdbPage.LEAF : LmdbPage.BRANCH);
    for (int node : page.nodes()) {
      if (leaf) {
        entries++;
        visit(page, node, kind);
      } else {
        walk(page.child(node), levels - 1, kind);
      }
    }
  }

  private void visit(LmdbPage page, int node, Kind kind) throws IOException {
    require(page.isTree(node) == (kind == Kind.TABLES), "kind of value", page.number());
    if (kind == Kind.TABLES) {
      require(page.valueBytes(node) == LmdbFile.Tree.BYTES, "length of a table", page.number());
      tables.add(LmdbFile.Tree.at(0, page.value(node)));
      return;
    }
    ByteBuffer value = page.value(node);
    if (page.isElsewhere(node)) {
      long first = value.getLong();
      use(first, file.overflowPages(first, page.valueBytes(node)));
      if (kind == Kind.FREE_PAGES) {
        value = file.overflow(first, page.valueBytes(node));
      }
    }
    if (kind == Kind.FREE_PAGES) {
      free(value, page.number());
    }
  }

  /** How many pages, then their numbers, falling. */
  private void free(ByteBuffer list, long page) throws DamagedPageException {
    require(list.remaining() >= Long.BYTES, "list of free pages", page);
    require(list.getLong() == list.remaining() / Long.BYTES, "list of free pages", page);
    long before = meta.lastPage() + 1;
    while (list.hasRemaining()) {
      long number = list.getLong();
      require(number >= LmdbFile.META_PAGES && number < before, "free page", number);
      free.set((int) number);
      before = number;
    }
  }

  private void use(long first, int pages) throws DamagedPageException {
    require(first >= LmdbFile.META_PAGES && first + pages - 1 <= meta.lastPage(), "page", first);
    int next = used.nextSetBit((int) first);
    require(next < 0 || next >= first + pages, "page, in use twice", first);
    used.set((int) first, (int) first + pages);
  }

  private static void require(boolean ok, String what, long page) throws DamagedPageException {
    if (!ok) {
      throw new DamagedPageException(what, page);
    }
  }
}
