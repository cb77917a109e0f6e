package dev.tallyman.instrumentation.tools;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;
import java.util.concurrent.TimeUnit;

/**
 * Tools that an application runs: {@code tool_executions_total{tool_name,status}}, {@code
 * tool_execution_duration_seconds{tool_name}} and {@code tool_executions_active{tool_name}}.
 *
 * <pre>{@code
 * ToolMetrics tools = ToolMetrics.register();
 * ...
 * Graph graph = tools.track("build_graph", () -> build(parts));
 * }</pre>
 *
 * <p>The statuses are {@code completed} and {@code failed}. A tool's name is a label: of names
 * there must be a limited number, so refuse unknown ones before.
 *
 * <p>Gauge mode: active executions are summed over the live workers ({@link GaugeMode#LIVESUM});
 * what a worker ran when it died is active no more.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class ToolMetrics {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double[] DURATIONS = {.1, .5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};

  private final Counter executions;
  private final Histogram durations;
  private final Gauge active;

  private ToolMetrics(Counter executions, Histogram durations, Gauge active) {
    this.executions = executions;
    this.durations = durations;
    this.active = active;
  }

  /**
   * What a tool does.
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
  public static ToolMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, with buckets from 100 milliseconds to ten minutes. */
  public static ToolMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names and buckets of the application's choice.
   *
   * @param upperBoundsSeconds the upper bounds of the duration's buckets; none for the default
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static ToolMetrics register(
      MetricRegistry registry, String prefix, double... upperBoundsSeconds) {
    return new ToolMetrics(
        Counter.builder()
            .name(prefix + "tool_executions_total")
            .help("Executions of tools that ended, by tool and how they did.")
            .labelNames("tool_name", "status")
            .register(registry),
        Histogram.builder()
            .name(prefix + "tool_execution_duration_seconds")
            .help("What executions of tools took, by tool.")
            .unit("seconds")
            .labelNames("tool_name")
            .classicUpperBounds(upperBoundsSeconds.length > 0 ? upperBoundsSeconds : DURATIONS)
            .register(registry),
        Gauge.builder()
            .name(prefix + "tool_executions_active")
            .help("Executions of tools that run, by tool.")
            .labelNames("tool_name")
            .multiprocessMode(GaugeMode.LIVESUM)
            .register(registry));
  }

  /**
   * Runs a tool: completed if it returns, failed if it throws.
   *
   * @return what the tool returns
   * @throws E what the tool throws
   */
  public <T, E extends Exception> T track(String toolName, Work<T, E> work) throws E {
    try (ToolExecution execution = track(toolName)) {
      T result = work.run();
      execution.completed();
      return result;
    }
  }

  /**
   * Begins an execution, for a try-with-resources statement: closed before it was said to be {@link
   * ToolExecution#completed() completed}, it has failed.
   */
  public ToolExecution track(String toolName) {
    active.labelValues(toolName).inc();
    return new ToolExecution(this, toolName);
  }

  void ended(String toolName, String status, long durationNanos) {
    executions.labelValues(toolName, status).inc();
    durations.labelValues(toolName).observe(durationNanos / NANOS_PER_SECOND);
    active.labelValues(toolName).dec();
  }
}
