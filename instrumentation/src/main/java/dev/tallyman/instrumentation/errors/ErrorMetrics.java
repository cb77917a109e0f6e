package dev.tallyman.instrumentation.errors;

import dev.tallyman.metrics.Counter;
import dev.tallyman.metrics.MetricRegistry;

/**
 * What goes wrong: {@code errors_total{type,component}}. The name is a plain word, so give it a
 * prefix.
 *
 * <pre>{@code
 * ErrorMetrics errors = ErrorMetrics.register(MetricRegistry.defaultRegistry(), "chedweb_");
 * ...
 * errors.error(exception, "camera");
 * }</pre>
 *
 * <p>Threading: safe for all threads.
 *
 * <p>Failure: none when recording; registering fails as any metric does.
 */
public final class ErrorMetrics {
  private final Counter errors;

  private ErrorMetrics(Counter errors) {
    this.errors = errors;
  }

  /**
   * The metric with a prefix to its name.
   *
   * @throws IllegalArgumentException if the name is taken by another metric, or is none
   */
  public static ErrorMetrics register(MetricRegistry registry, String prefix) {
    return new ErrorMetrics(
        Counter.builder()
            .name(prefix + "errors_total")
            .help("What went wrong, by type and by the part of the application.")
            .labelNames("type", "component")
            .register(registry));
  }

  /**
   * Something went wrong.
   *
   * @param type what, {@code timeout} say; of which there must be a limited number
   * @param component where, {@code camera} say
   */
  public void error(String type, String component) {
    errors.labelValues(type, component).inc();
  }

  /** Something was thrown; its type is its class' name, without the package. */
  public void error(Throwable thrown, String component) {
    error(thrown.getClass().getSimpleName(), component);
  }
}
