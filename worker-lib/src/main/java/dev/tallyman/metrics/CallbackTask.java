package dev.tallyman.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A function that values are read from, called by one thread at a time however long it takes.
 *
 * <p>Threading: safe for all threads.
 */
final class CallbackTask implements Runnable {
  private final String metric;
  private final Runnable function;
  private final AtomicBoolean running = new AtomicBoolean();
  private final Set<String> causes = ConcurrentHashMap.newKeySet();

  CallbackTask(String metric, Runnable function) {
    this.metric = metric;
    this.function = function;
  }

  String metric() {
    return metric;
  }

  /** Sees to it that it is called only once; false if it is being called already. */
  boolean begin() {
    return running.compareAndSet(false, true);
  }

  void end() {
    running.set(false);
  }

  /** Whether this kind of exception is news. Its message may be another one each time. */
  boolean failsFirstBy(String exception) {
    return causes.add(exception);
  }

  @Override
  public void run() {
    try {
      function.run();
    } finally {
      end();
    }
  }
}
