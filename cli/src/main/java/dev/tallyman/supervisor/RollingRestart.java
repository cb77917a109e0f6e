package dev.tallyman.supervisor;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the workers one at a time.
 *
 * <p>The old one goes before the new one comes, so that a worker that holds something alone (a
 * port, a lock, its name) can be replaced as well: N workers are N - 1 for a moment. The next is
 * touched only when the replacement is ready. If it does not come up, the rest stays as it is: a
 * bad release costs one worker.
 *
 * <p>Threading: confined to the supervisor's loop.
 *
 * <p>Failure: says where it stopped; the worker in question is retried as any dead one is.
 */
final class RollingRestart {
  private final Queue<Child> todo;
  private final Timings timings;
  private final EventLoop loop;
  private final Console console;
  private @Nullable Child current;
  private long giveUpAt = Long.MAX_VALUE;

  RollingRestart(Collection<Child> workers, Timings timings, EventLoop loop, Console console) {
    this.todo = new ArrayDeque<>(workers);
    this.timings = timings;
    this.loop = loop;
    this.console = console;
    say(workers.size() + " to replace, one at a time");
  }

  /** When {@link #advance} has to be called at the latest. */
  long nextTick() {
    return giveUpAt;
  }

  /** Does what can be done now, and says whether that was the last of it. */
  boolean advance() {
    Child replaced = current;
    if (replaced != null && !replaced.isReady()) {
      boolean failed = replaced.deathsInARow() > 0 || loop.now() >= giveUpAt;
      if (failed) {
        say(replaced.name() + " does not come up again; left as they are: " + todo.size());
      }
      return failed;
    }
    Child next = todo.poll();
    if (next == null) {
      say("done");
      return true;
    }
    current = next;
    giveUpAt = loop.now() + timings.graceMillis() + timings.readyMillis();
    next.replace();
    return false;
  }

  private void say(String message) {
    console.say(Console.Stream.ERR, "rolling restart: " + message);
  }
}
