package dev.tallyman.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * LMDB's file, read without LMDB: as version 0.9 lays it out where addresses have 64 bits. Its
 * first two pages say where the trees of pages are that the last two transactions have left.
 *
 * <pre>
 *   | page header 16 | magic 4 | version 4 | address 8 | map size 8 |
 *   | tree of free pages 48 | tree of tables 48 | last page 8 | transaction 8 |
 *
 *   tree | pad 4 (the page size) | flags 2 | depth 2 | pages 3 x 8 | entries 8 | root 8 |
 * </pre>
 *
 * <p>Threading: one thread at a time.
 */
final class LmdbFile {
  static final int META_PAGES = 2;

  private static final int MAGIC = 0xBEEFC0DE;
  private static final int VERSION = 1;
  private static final int MAGIC_AT = LmdbPage.HEADER_BYTES;
  private static final int VERSION_AT = MAGIC_AT + Integer.BYTES;
  private static final int FREE_AT = VERSION_AT + Integer.BYTES + 2 * Long.BYTES;
  private static final int MAIN_AT = FREE_AT + Tree.BYTES;
  private static final int LAST_PAGE_AT = MAIN_AT + Tree.BYTES;
  private static final int TRANSACTION_AT = LAST_PAGE_AT + Long.BYTES;
  private static final int META_END = TRANSACTION_AT + Long.BYTES;
  private static final int LEAST_PAGE_BYTES = 512;
  private static final int MOST_PAGE_BYTES = 1 << 15;
  private static final int OVERFLOW_PAGES_AT = 12;

  private final FileChannel channel;
  private final int pageBytes;

  /**
   * A tree of pages.
   *
   * @param flags how its keys and values are treated
   * @param depth how many levels it has, 0 if it is empty
   * @param entries how many entries it has
   * @param root its topmost page
   */
  record Tree(int flags, int depth, long entries, long root) {
    static final int BYTES = 48;
    private static final int FLAGS_AT = 4;
    private static final int DEPTH_AT = 6;
    private static final int ENTRIES_AT = 32;
    private static final int ROOT_AT = 40;
    private static final long NO_ROOT = -1;

    static Tree at(int offset, ByteBuffer from) {
      return new Tree(
          from.getShort(offset + FLAGS_AT),
          from.getShort(offset + DEPTH_AT),
          from.getLong(offset + ENTRIES_AT),
          from.getLong(offset + ROOT_AT));
    }

    boolean isEmpty() {
      return root == NO_ROOT;
    }
  }

  /**
   * What a transaction has left.
   *
   * @param free which pages may be used again
   * @param main the tables, by name
   * @param lastPage no page behind this one is in use
   * @param transaction which transaction
   */
  record Meta(Tree free, Tree main, long lastPage, long transaction) {}

  LmdbFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.pageBytes = read(0, META_END).getInt(FREE_AT);
    boolean sound = pageBytes >= LEAST_PAGE_BYTES && pageBytes <= MOST_PAGE_BYTES;
    if (!sound || Integer.bitCount(pageBytes) != 1) {
      throw new DamagedPageException("page size", 0);
    }
  }

  /** What the last transaction has left. */
  Meta newestMeta() throws IOException {
    Meta first = meta(0);
    Meta second = meta(1);
    return first.transaction > second.transaction ? first : second;
  }

  private Meta meta(int page) throws IOException {
    ByteBuffer from = read((long) page * pageBytes, META_END);
    if (from.getInt(MAGIC_AT) != MAGIC
        || from.getInt(VERSION_AT) != VERSION
        || from.getInt(FREE_AT) != pageBytes) {
      throw new DamagedPageException("first pages", page);
    }
    return new Meta(
        Tree.at(FREE_AT, from),
        Tree.at(MAIN_AT, from),
        from.getLong(LAST_PAGE_AT),
        from.getLong(TRANSACTION_AT));
  }

  /** Reads a leaf or a branch. */
  LmdbPage page(long number, int kind) throws IOException {
    return new LmdbPage(number, read(at(number), pageBytes), kind);
  }

  /** How many pages a long value takes, its first one being given. */
  int overflowPages(long first, long valueBytes) throws IOException {
    ByteBuffer header = read(at(first), LmdbPage.HEADER_BYTES);
    int pages = header.getInt(OVERFLOW_PAGES_AT);
    if (header.getLong(0) != first
        || header.getShort(LmdbPage.FLAGS_AT) != LmdbPage.OVERFLOW
        || pages < 1
        || LmdbPage.HEADER_BYTES + valueBytes > (long) pages * pageBytes) {
      throw new DamagedPageException("header of a long value", first);
    }
    return pages;
  }

  /** A long value, its first page being given. */
  ByteBuffer overflow(long first, long valueBytes) throws IOException {
    if (valueBytes > channel.size()) {
      throw new DamagedPageException("length of a long value", first);
    }
    return read(at(first) + LmdbPage.HEADER_BYTES, (int) valueBytes);
  }

  private long at(long number) throws DamagedPageException {
    if (number < META_PAGES || number > Long.MAX_VALUE / pageBytes - pageBytes) {
      throw new DamagedPageException("number of a page", number);
    }
    return number * pageBytes;
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer to = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (to.hasRemaining()) {
      if (channel.read(to, position + to.position()) < 0) {
        throw new DamagedPageException(
            "end of the file, bytes=" + channel.size(), position / Math.max(1, pageBytes));
      }
    }
    return to.flip();
  }
}
