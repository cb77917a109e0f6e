package dev.tallyman.instrumentation.jobs;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Jobs that an application works through: {@code processing_jobs_total{status}}, {@code
 * processing_jobs_active}, {@code processing_jobs_pending}, {@code processing_duration_seconds},
 * {@code processing_input_size_bytes} and {@code processing_output_size_bytes}.
 *
 * <pre>{@code
 * JobMetrics jobs = JobMetrics.register();
 * ...
 * PendingJob pending = jobs.enqueue();
 * ...
 * try (RunningJob job = pending.start(input.length())) {
 *   convert(input, output);
 *   job.completed(output.length());
 * }
 * }</pre>
 *
 * <p>The statuses are {@code completed}, {@code error} and {@code timeout}; all of them are there
 * from the start, so that a ratio of them is never without an answer.
 *
 * <p>Gauge modes: active jobs are summed over the live workers ({@link GaugeMode#LIVESUM}): a job
 * whose worker died is not worked on. So are pending jobs if each worker has its own; if all share
 * one queue, its length is what a live worker saw last ({@link GaugeMode#LIVEMOSTRECENT}), and not
 * counted once for each of them.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class JobMetrics {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final CounterDataPoint completed;
  private final CounterDataPoint error;
  private final CounterDataPoint timeout;
  private final Gauge active;
  private final Gauge pending;
  private final Histogram durations;
  private final Histogram inputSizes;
  private final Histogram outputSizes;
  private final JobSettings.Queue queue;

  private JobMetrics(MetricRegistry registry, JobSettings settings) {
    String prefix = settings.prefix() + "processing_";
    Counter jobs =
        Counter.builder()
            .name(prefix + "jobs_total")
            .help("Jobs that ended, by how they did.")
            .labelNames("status")
            .register(registry);
    completed = jobs.labelValues("completed");
    error = jobs.labelValues("error");
    timeout = jobs.labelValues("timeout");
    queue = settings.queue();
    GaugeMode pendingMode = shared() ? GaugeMode.LIVEMOSTRECENT : GaugeMode.LIVESUM;
    active =
        gauge(prefix + "jobs_active", "Jobs that are being worked on.", GaugeMode.LIVESUM)
            .register(registry);
    pending =
        gauge(prefix + "jobs_pending", "Jobs that wait for their turn.", pendingMode)
            .register(registry);
    durations =
        histogram(prefix + "duration", "seconds", "What jobs took.", settings.durationSeconds())
            .register(registry);
    inputSizes =
        histogram(prefix + "input_size", "bytes", "What jobs worked on.", settings.sizeBytes())
            .register(registry);
    outputSizes =
        histogram(prefix + "output_size", "bytes", "What jobs made.", settings.sizeBytes())
            .register(registry);
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static JobMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics with {@link JobSettings#DEFAULT}. */
  public static JobMetrics register(MetricRegistry registry) {
    return register(registry, JobSettings.DEFAULT);
  }

  /**
   * The metrics.
   *
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static JobMetrics register(MetricRegistry registry, JobSettings settings) {
    return new JobMetrics(registry, settings);
  }

  /** A job begins to wait for its turn. */
  public PendingJob enqueue() {
    changePending(1);
    return new PendingJob(this);
  }

  /** A job begins that did not wait. */
  public RunningJob start(long inputBytes) {
    active.inc();
    inputSizes.observe((double) inputBytes);
    return new RunningJob(this);
  }

  /** Sets how many jobs wait; for a queue that tells its length. */
  public void setPending(long jobs) {
    pending.set((double) jobs);
  }

  void leftQueue() {
    changePending(-1);
  }

  void completed(long durationNanos, long outputBytes) {
    outputSizes.observe((double) outputBytes);
    ended(completed, durationNanos);
  }

  void failed(long durationNanos) {
    ended(error, durationNanos);
  }

  void timedOut(long durationNanos) {
    ended(timeout, durationNanos);
  }

  private void ended(CounterDataPoint status, long durationNanos) {
    status.inc();
    durations.observe(durationNanos / NANOS_PER_SECOND);
    active.dec();
  }

  /** Nobody can add to the length of a queue that others change too. */
  private void changePending(int jobs) {
    if (!shared()) {
      pending.inc(jobs);
    }
  }

  private boolean shared() {
    return queue == JobSettings.Queue.SHARED;
  }

  private static Gauge.Builder gauge(String name, String help, GaugeMode mode) {
    return Gauge.builder().name(name).help(help).multiprocessMode(mode);
  }

  private static Histogram.Builder histogram(
      String name, String unit, String help, List<Double> upperBounds) {
    return Histogram.builder()
        .name(name + "_" + unit)
        .help(help)
        .unit(unit)
        .classicUpperBounds(upperBounds.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
