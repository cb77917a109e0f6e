package dev.tallyman.instrumentation.motion;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.CounterDataPoint;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.metrics.MetricRegistry;
import dev.tallyman.model.GaugeMode;

/**
 * A motion driver: {@code motion_driver_connected}, {@code motion_driver_commands_total{type}},
 * {@code motion_driver_command_errors_total{type}} and {@code
 * motion_driver_serial_bytes_total{direction}}.
 *
 * <pre>{@code
 * MotionDriverMetrics driver =
 *     MotionDriverMetrics.register(MetricRegistry.defaultRegistry(), "chedweb_");
 * ...
 * driver.commandSent("drive", bytes.length);
 * }</pre>
 *
 * <p>The directions are {@code sent} and {@code received}.
 *
 * <p>Gauge mode: a host has one driver, and one worker at a time holds its port. Whether it is
 * connected is the largest value of the live workers ({@link GaugeMode#LIVEMAX}): those that do not
 * hold it say 0.
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class MotionDriverMetrics {
  private final Gauge connected;
  private final Counter commands;
  private final Counter commandErrors;
  private final CounterDataPoint sent;
  private final CounterDataPoint received;

  private MotionDriverMetrics(MetricRegistry registry, String prefix) {
    connected =
        Gauge.builder()
            .name(prefix + "motion_driver_connected")
            .help("Whether the motion driver is connected: 1 or 0.")
            .multiprocessMode(GaugeMode.LIVEMAX)
            .register(registry);
    commands =
        counter(prefix + "motion_driver_commands_total", "Commands sent, by type.")
            .labelNames("type")
            .register(registry);
    commandErrors =
        counter(
                prefix + "motion_driver_command_errors_total",
                "Commands that could not be sent or were refused, by type.")
            .labelNames("type")
            .register(registry);
    Counter bytes =
        counter(
                prefix + "motion_driver_serial_bytes_total",
                "What went over the serial port, by direction.")
            .unit("bytes")
            .labelNames("direction")
            .register(registry);
    sent = bytes.labelValues("sent");
    received = bytes.labelValues("received");
  }

  /** As {@link #register(MetricRegistry)}, with the registry that the environment configures. */
  public static MotionDriverMetrics register() {
    return register(MetricRegistry.defaultRegistry());
  }

  /** The metrics by their plain names. */
  public static MotionDriverMetrics register(MetricRegistry registry) {
    return register(registry, "");
  }

  /**
   * The metrics with a prefix to their names.
   *
   * @throws IllegalArgumentException if the names are taken by other metrics, or are none
   */
  public static MotionDriverMetrics register(MetricRegistry registry, String prefix) {
    return new MotionDriverMetrics(registry, prefix);
  }

  /** The driver answers. */
  public void connected() {
    connected.set(1);
  }

  /** The driver answers no more. */
  public void disconnected() {
    connected.set(0);
  }

  /**
   * A command went over the port.
   *
   * @param type what it was, {@code drive} or {@code stop} say; of which there must be a limited
   *     number
   * @param bytes its length
   */
  public void commandSent(String type, long bytes) {
    commands.labelValues(type).inc();
    sent.inc(bytes);
  }

  /** A command could not be sent or was refused. */
  public void commandFailed(String type) {
    commandErrors.labelValues(type).inc();
  }

  /** The driver said something. */
  public void received(long bytes) {
    received.inc(bytes);
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }
}
