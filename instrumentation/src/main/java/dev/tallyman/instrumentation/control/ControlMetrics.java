package dev.tallyman.instrumentation.control;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.Histogram;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.metrics.Timer;

/**
 * Commands that steer a machine: {@code control_commands_total{source}}, {@code
 * control_command_processing_seconds} and {@code deadman_switch_timeouts_total}.
 *
 * <pre>{@code
 * ControlMetrics control = ControlMetrics.register(MetricRegistry.defaultRegistry(), "chedweb_");
 * ...
 * try (Timer timer = control.command("webrtc")) {
 *   steer(command);
 * }
 * }</pre>
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class ControlMetrics {
  private static final double[] DURATIONS = {
    .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1
  };

  private final Counter commands;
  private final Histogram durations;
  private final Counter timeouts;

  private ControlMetrics(Counter commands, Histogram durations, Counter timeouts) {
    this.commands = commands;
    this.durations = durations;
    this.timeouts = timeouts;
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static ControlMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names, with buckets from 100 microseconds to a second. */
  public static ControlMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names and buckets of the application's choice.
   *
   * @param upperBoundsSeconds the upper bounds of the duration's buckets; none for the default
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static ControlMetrics register(
      MetricRegistry registry, String prefix, double... upperBoundsSeconds) {
    return new ControlMetrics(
        Counter.builder()
            .name(prefix + "control_commands_total")
            .help("Commands received, by where they came from.")
            .labelNames("source")
            .register(registry),
        Histogram.builder()
            .name(prefix + "control_command_processing_seconds")
            .help("What it took to carry commands out.")
            .unit("seconds")
            .classicUpperBounds(upperBoundsSeconds.length > 0 ? upperBoundsSeconds : DURATIONS)
            .register(registry),
        Counter.builder()
            .name(prefix + "deadman_switch_timeouts_total")
            .help("How often the machine was stopped, since no command came in time.")
            .register(registry));
  }

  /**
   * A command was received; it is carried out when the timer is closed.
   *
   * @param source where it came from, {@code webrtc} or {@code http} say; of which there must be a
   *     limited number
   */
  public Timer command(String source) {
    commands.labelValues(source).inc();
    return durations.startTimer();
  }

  /** No command came in time, and the machine was stopped. */
  public void deadmanSwitchTimedOut() {
    timeouts.inc();
  }
}
