package dev.tallyman.instrumentation.tasks;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.GaugeDataPoint;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.concurrent.TimeUnit;

/**
 * Tasks that are done in the background: {@code celery_tasks_total{task_name,status}}, {@code
 * celery_task_duration_seconds{task_name}}, {@code celery_tasks_active{task_name}}, {@code
 * celery_queue_length{queue}} and {@code celery_task_retries_total{task_name}}; {@code celery_} is
 * the default of the prefix.
 *
 * <pre>{@code
 * TaskMetrics tasks = TaskMetrics.register();
 * MeteredExecutor pool = new MeteredExecutor(Executors.newFixedThreadPool(4), tasks, "default");
 * ...
 * pool.named("send_mail").submit(() -> send(mail));
 * }</pre>
 *
 * <p>The statuses are {@code success} and {@code failure}.
 *
 * <p>Gauge modes: active tasks are summed over the live workers ({@link GaugeMode#LIVESUM}): a task
 * whose worker died is not done by anybody. Queue lengths are too, if each worker has queues of its
 * own; the length of a queue that all workers share is what a live worker saw last ({@link
 * GaugeMode#LIVEMOSTRECENT}), and not counted once for each of them.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class TaskMetrics {
  /** What the names begin with if nothing else is said. */
  public static final String DEFAULT_PREFIX = "celery_";

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double[] DURATIONS = {.1, .5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};

  private final QueueScope scope;
  private final Counter tasks;
  private final Histogram durations;
  private final Gauge active;
  private final Gauge queueLength;
  private final Counter retries;

  private TaskMetrics(
      MetricRegistry registry, String prefix, QueueScope scope, double[] upperBounds) {
    this.scope = scope;
    GaugeMode queueMode = scope == QueueScope.SHARED ? GaugeMode.LIVEMOSTRECENT : GaugeMode.LIVESUM;
    tasks =
        counter(prefix + "tasks_total", "Tasks that ended, by task and how they did.")
            .labelNames("task_name", "status")
            .register(registry);
    durations =
        Histogram.builder()
            .name(prefix + "task_duration_seconds")
            .help("What tasks took, by task.")
            .unit("seconds")
            .labelNames("task_name")
            .classicUpperBounds(upperBounds)
            .register(registry);
    active =
        gauge(prefix + "tasks_active", "Tasks that are being done, by task.", GaugeMode.LIVESUM)
            .labelNames("task_name")
            .register(registry);
    queueLength =
        gauge(prefix + "queue_length", "Tasks that wait for their turn, by queue.", queueMode)
            .labelNames("queue")
            .register(registry);
    retries =
        counter(prefix + "task_retries_total", "Tasks tried once more, by task.")
            .labelNames("task_name")
            .register(registry);
  }

  /**
   * What a task does.
   *
   * @param <T> what it returns
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static TaskMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /**
   * The metrics with the prefix {@value #DEFAULT_PREFIX}, for queues of each worker's own, with
   * buckets from 100 milliseconds to ten minutes.
   */
  public static TaskMetrics register(MetricRegistry registry) {
    return register(registry, DEFAULT_PREFIX, QueueScope.EACH_WORKER);
  }

  /**
   * The metrics.
   *
   * @param prefix what the names begin with
   * @param scope whose the queues are
   * @param upperBoundsSeconds the upper bounds of the duration's buckets; none for the default
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static TaskMetrics register(
      MetricRegistry registry, String prefix, QueueScope scope, double... upperBoundsSeconds) {
    return new TaskMetrics(
        registry, prefix, scope, upperBoundsSeconds.length > 0 ? upperBoundsSeconds : DURATIONS);
  }

  /**
   * Does a task: a success if it returns, a failure if it throws.
   *
   * @return what the task returns
   * @throws E what the task throws
   */
  public <T, E extends Exception> T track(String taskName, Work<T, E> work) throws E {
    try (RunningTask task = track(taskName)) {
      T result = work.run();
      task.succeeded();
      return result;
    }
  }

  /**
   * Begins a task, for a try-with-resources statement: closed before it was said to have {@link
   * RunningTask#succeeded() succeeded}, it is a failure.
   */
  public RunningTask track(String taskName) {
    active.labelValues(taskName).inc();
    return new RunningTask(this, taskName);
  }

  /** A task will be tried once more. */
  public void retried(String taskName) {
    retries.labelValues(taskName).inc();
  }

  /** Sets how many tasks wait in a queue; for one that tells its length, as a broker does. */
  public void setQueueLength(String queue, long tasksWaiting) {
    queueLength.labelValues(queue).set((double) tasksWaiting);
  }

  /**
   * The length of a worker's own queue.
   *
   * @throws IllegalArgumentException if the queues are shared
   */
  GaugeDataPoint ownQueue(String queue) {
    if (scope == QueueScope.SHARED) {
      throw new IllegalArgumentException(
          "an executor's queue is its worker's own: queue=" + queue + ", scope=" + scope);
    }
    return queueLength.labelValues(queue);
  }

  void ended(String taskName, String status, long durationNanos) {
    tasks.labelValues(taskName, status).inc();
    durations.labelValues(taskName).observe(durationNanos / NANOS_PER_SECOND);
    active.labelValues(taskName).dec();
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }

  private static Gauge.Builder gauge(String name, String help, GaugeMode mode) {
    return Gauge.builder().name(name).help(help).multiprocessMode(mode);
  }
}
