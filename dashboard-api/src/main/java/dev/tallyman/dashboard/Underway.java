package dev.tallyman.dashboard;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What has begun and has not ended yet.
 *
 * <p>Threading: safe for all threads.
 */
final class Underway {
  private final Set<Object> all = Collections.newSetFromMap(new IdentityHashMap<>());

  synchronized void begin(Object one) {
    all.add(one);
  }

  /** Ends it, if it has not ended already. */
  synchronized void end(Object one) {
    all.remove(one);
    notifyAll();
  }

  synchronized int size() {
    return all.size();
  }

  /** Waits until nothing is under way, or until then; whether nothing is. */
  synchronized boolean awaitNone(long deadlineNanos) throws InterruptedException {
    while (!all.isEmpty()) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
