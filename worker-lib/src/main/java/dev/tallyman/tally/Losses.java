package dev.tallyman.tally;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a worker had to leave out: counted in heap, and in the header of its file once there is one.
 *
 * <p>Threading: safe for all threads.
 */
final class Losses {
  private final LongAdder dropped = new LongAdder();
  private final LongAdder overLimit = new LongAdder();

  void countDropped(@Nullable TallyFile file) {
    count(dropped, file, TallyLayout.DROPPED_AT);
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
