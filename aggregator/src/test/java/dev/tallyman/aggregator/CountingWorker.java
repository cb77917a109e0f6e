package dev.tallyman.aggregator;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker process whose threads count and acknowledge every increment on standard output: one
 * character each, after the increment.
 */
final class CountingWorker {
  private CountingWorker() {}

  /**
   * @param args the directory, how many threads, how many increments each; a negative number goes
   *     on for ever
   */
  public static void main(String[] args) throws InterruptedException {
    MetricRegistry registry = MetricRegistry.inDirectory(Path.of(args[0]));
    Counter counter =
        Counter.builder().name("acknowledged_total").help("Increments.").register(registry);
    Histogram histogram =
        Histogram.builder().name("observed_seconds").help("Observations.").register(registry);
    int perThread = Integer.parseInt(args[2]);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n != perThread; n++) {
                  histogram.observe(n % 7 * 0.1);
                  counter.inc();
                  acknowledge();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void acknowledge() {
    synchronized (System.out) {
      System.out.write('.');
      System.out.flush();
    }
  }
}
