package dev.tallyman.history;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Entries that are not what was stored: they are left out, said once and counted.
 *
 * <p>Threading: safe for all threads.
 */
final class Unreadable {
  private static final System.Logger LOG = System.getLogger(Unreadable.class.getPackageName());

  private final AtomicLong count = new AtomicLong();

  void met(BadEntryException entry) {
    if (count.getAndIncrement() == 0) {
      LOG.log(System.Logger.Level.WARNING, "history: a part of it is left out: " + entry);
    }
  }

  long count() {
    return count.get();
  }
}
