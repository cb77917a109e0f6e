package dev.tallyman.supervisor;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns every state of the fleet, as a queue of actions and a clock.
 *
 * <p>Threading: {@link #execute} and {@link #now} are safe for all threads; actions run one after
 * the other on the thread that calls {@link #runUntil}.
 *
 * <p>Failure: an action's exception leaves {@link #runUntil}.
 */
final class EventLoop {
  private final BlockingQueue<Runnable> actions = new LinkedBlockingQueue<>();
  private final long origin = System.nanoTime();

  /** Milliseconds since the loop was made. */
  long now() {
    return (System.nanoTime() - origin) / 1_000_000;
  }

  void execute(Runnable action) {
    actions.add(action);
  }

  /** Waits until there is an action or the time has come, and runs what there is. */
  void runUntil(long deadline) throws InterruptedException {
    long waitMillis = Math.max(0, deadline - now());
    @Nullable Runnable action = actions.poll(waitMillis, TimeUnit.MILLISECONDS);
    while (action != null) {
      action.run();
      action = actions.poll();
    }
  }
}
