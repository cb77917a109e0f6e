package dev.tallyman.http;

import dev.tallyman.exposition.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * Pages to write on, used again and again, because a page can be as large as ten megabytes and as
 * frequent as scrapes are. There are not many: a reader that asks and does not read keeps its page
 * until its connection times out.
 *
 * <p>Threading: safe for all threads.
 */
final class PagePool {
  /** Enough for one scraper, and for another one that is slow. */
  private static final int KEPT = 2;

  /** How many pages may be asked for and not yet given back. */
  static final int LIMIT = 16;

  private final Semaphore places = new Semaphore(LIMIT);
  private final Deque<Page> free = new ArrayDeque<>();

  /** Whether there may be one more page; then it has to be taken, and given back. */
  boolean reserve() {
    return places.tryAcquire();
  }

  /** A page that was reserved. */
  synchronized Page take() {
    Page page = free.poll();
    return page == null ? new Page() : page;
  }

  synchronized void giveBack(Page page) {
    if (free.size() < KEPT) {
      page.clear();
      free.push(page);
    }
    places.release();
  }
}
