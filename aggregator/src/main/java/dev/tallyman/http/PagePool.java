package dev.tallyman.http;

import dev.tallyman.exposition.Page;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pages to write on, used again and again, because a page can be as large as ten megabytes and as
 * frequent as scrapes are.
 *
 * <p>Threading: safe for all threads.
 */
final class PagePool {
  /** Enough for one scraper, and for another one that is slow. */
  private static final int KEPT = 2;

  private final Deque<Page> free = new ArrayDeque<>();

  synchronized Page take() {
    Page page = free.poll();
    return page == null ? new Page() : page;
  }

  synchronized void giveBack(Page page) {
    if (free.size() < KEPT) {
      page.clear();
      free.push(page);
    }
  }
}
