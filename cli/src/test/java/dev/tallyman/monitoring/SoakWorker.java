package dev.tallyman.monitoring;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.Summary;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker process whose threads record one round after the other, until it is killed. Each round
 * is acknowledged on standard output, by one byte, when all of it is recorded.
 */
final class SoakWorker {
  static final int THREADS = 2;
  static final List<String> QUEUES = List.of("fast", "slow");

  /** How many jobs a round has in each queue. */
  static final int JOBS = 3;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private SoakWorker() {}

  /**
   * What a worker adds for a job: none that a double can hold, and other ones for other workers.
   */
  static double secondsPerJob(int worker) {
    return 0.1 + 0.01 * (worker % 17);
  }

  /**
   * Records.
   *
   * @param args the worker's number
   */
  public static void main(String[] args) {
    double seconds = secondsPerJob(Integer.parseInt(args[0]));
    Counter jobs =
        Counter.builder().name("soak_jobs_total").help("Jobs done.").labelNames("queue").register();
    Counter cpu =
        Counter.builder()
            .name("soak_cpu_seconds_total")
            .help("Time used.")
            .unit("seconds")
            .labelNames("queue")
            .register();
    Histogram durations =
        Histogram.builder()
            .name("soak_job_seconds")
            .help("Time that jobs took.")
            .unit("seconds")
            .labelNames("queue")
            .classicUpperBounds(0.12, 0.2, 1)
            .register();
    Summary waits =
        Summary.builder()
            .name("soak_wait_seconds")
            .help("Time that jobs waited.")
            .unit("seconds")
            .labelNames("queue")
            .register();
    Runnable rounds =
        () -> {
          while (true) {
            for (String queue : QUEUES) {
              for (int job = 0; job < JOBS; job++) {
                jobs.labelValues(queue).inc();
                cpu.labelValues(queue).inc(seconds);
                durations.labelValues(queue).observe(seconds);
                waits.labelValues(queue).observe(seconds);
              }
            }
            acknowledge();
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        };
    for (int thread = 0; thread < THREADS; thread++) {
      new Thread(rounds).start();
    }
  }

  private static void acknowledge() {
    synchronized (System.out) {
      System.out.write('.');
      System.out.flush();
    }
  }
}
