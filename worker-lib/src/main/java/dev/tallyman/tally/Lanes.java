package dev.tallyman.tally;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Which lane of a block a thread writes.
 *
 * <p>A lane belongs to one thread at a time, so its owner adds by a plain load and store where a
 * shared slot would need a locked instruction. Lane 0 belongs to nobody: threads that find no lane
 * of their own add to it atomically. The lane of a thread that has ended goes to the next one;
 * seeing the end ({@link Thread#isAlive}) also shows all that the thread wrote.
 *
 * <p>A thread looks in two places only, chosen by its id. Hundreds of threads, or virtual ones, are
 * so never searched for; most of them share lane 0.
 *
 * <p>Threading: safe for all threads.
 */
final class Lanes {
  /** The lane that all threads may write, atomically. */
  static final int SHARED = 0;

  private static final int OWNED =
      Math.max(
          8, Math.min(32, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 4));
  private static final int MASK = OWNED - 1;

  /** How many lanes a block can have. */
  static final int COUNT = OWNED + 1;

  private static final @Nullable Thread[] OWNERS = new @Nullable Thread[OWNED];
  private static final VarHandle OWNER = MethodHandles.arrayElementVarHandle(Thread[].class);

  /** Counts on cache lines of their own. */
  private static final long[] TICKS = new long[OWNED << 4];

  private Lanes() {}

  /**
   * True at the first and then at every 256th call of a thread. Threads that share a count now and
   * then lose a tick to one another, which is as good.
   */
  static boolean tick(Thread self) {
    return (TICKS[((int) self.getId() & MASK) << 4]++ & 255) == 0;
  }

  /**
   * The lane that the thread, which must be the current one, owns, or {@link #SHARED}. The read
   * needs no ordering: only the thread itself ever puts itself there, and nobody else takes it out
   * while it lives.
   */
  static int of(Thread self) {
    int preferred = (int) self.getId() & MASK;
    if (OWNERS[preferred] == self) {
      return preferred + 1;
    }
    int second = preferred ^ 1;
    return OWNERS[second] == self ? second + 1 : SHARED;
  }

  /** Tries to make the current thread the owner of a lane, unless it owns one. */
  static int claim(Thread self) {
    int known = of(self);
    if (known != SHARED) {
      return known;
    }
    int preferred = (int) self.getId() & MASK;
    for (int place = preferred, tries = 0; tries < 2; place ^= 1, tries++) {
      Thread owner = (Thread) OWNER.getAcquire(OWNERS, place);
      if ((owner == null || !owner.isAlive()) && OWNER.compareAndSet(OWNERS, place, owner, self)) {
        return place + 1;
      }
    }
    return SHARED;
  }
}
