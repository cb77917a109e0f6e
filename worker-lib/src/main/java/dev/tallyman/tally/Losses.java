package dev.tallyman.tally;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a worker had to leave out: counted in heap, and in the header of its file once there is one.
 *
 * <p>Threading: safe for all threads.
 */
final class Losses {
  private static final int METRICS_NAMED = 64;

  private final FailureLog log = new FailureLog();
  private final Set<String> named = ConcurrentHashMap.newKeySet();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder overLimit = new LongAdder();

  void countDropped(@Nullable TallyFile file) {
    count(dropped, file, TallyLayout.DROPPED_AT);
  }

  /** Says in the log what was dropped, once for each metric, so that somebody can mend it. */
  void nameDropped(String metric, @Nullable Object what) {
    if (named.size() < METRICS_NAMED && named.add(metric)) {
      log.warn("dropped, and from now on only counted: metric=" + metric + ", value=" + what, null);
    }
  }

  void countOverLimit(@Nullable TallyFile file) {
    count(overLimit, file, TallyLayout.OVER_LIMIT_AT);
  }

  long dropped() {
    return dropped.sum();
  }

  /** Puts what was counted so far into a new file. */
  void putInto(TallyFile file) {
    file.put(TallyLayout.DROPPED_AT, dropped.sum());
    file.put(TallyLayout.OVER_LIMIT_AT, overLimit.sum());
  }

  private static void count(LongAdder inHeap, @Nullable TallyFile file, int headerOffset) {
    inHeap.increment();
    if (file != null) {
      file.count(headerOffset, 1);
    }
  }
}
