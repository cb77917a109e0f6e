package dev.tallyman.http;

import dev.tallyman.exposition.Dialect;
import dev.tallyman.exposition.Format;
import dev.tallyman.exposition.NameFilter;
import dev.tallyman.exposition.Page;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A finished page on its way to its readers. The last of them to be done gives its memory back.
 *
 * <p>Threading: safe for all threads.
 */
final class Rendering {
  private final Wish wish;
  private final Page page;
  private final PagePool pool;
  private final AtomicInteger readers;

  /**
   * What a reader wants. Readers who want the same can share a page.
   *
   * @param dialect the format, and how names are written
   * @param filter the families
   * @param gzip whether compressed
   */
  record Wish(Dialect dialect, NameFilter filter, boolean gzip) {
    Format format() {
      return dialect.format();
    }
  }

  Rendering(Wish wish, Page page, PagePool pool, int readers) {
    this.wish = wish;
    this.page = page;
    this.pool = pool;
    this.readers = new AtomicInteger(readers);
  }

  Wish wish() {
    return wish;
  }

  /** The bytes to send, good until this reader is {@link #done()}. */
  ByteBuffer content() {
    return page.content();
  }

  /** One reader needs the page no longer. Called once by each of them. */
  void done() {
    if (readers.decrementAndGet() == 0) {
      pool.giveBack(page);
    }
  }
}
