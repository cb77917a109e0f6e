package dev.tallyman.agent;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;

/** A worker that records with Tallyman's own library, and is killed. */
final class OwnWorker {
  private OwnWorker() {}

  /**
   * Counts, says so, and waits to be killed.
   *
   * @param args how much it counts
   */
  public static void main(String[] args) {
    Counter.builder()
        .name("worker_tasks_total")
        .register(MetricRegistry.defaultRegistry())
        .inc(Long.parseLong(args[0]));
    System.out.println("counted");
    Job.rest(600_000);
  }
}
