package dev.tallyman.agent.inside.jvm;

import dev.tallyman.bridge.DefaultGaugeModes;
import dev.tallyman.metrics.Gauge;
import dev.tallyman.model.GaugeMode;
import org.jspecify.annotations.Nullable;

/**
 * A gauge of the JVM's, registered when it has its first value: not all JVMs have all of them.
 *
 * <p>Threading: one thread at a time.
 */
final class JvmGauge {
  private final Families families;
  private final String name;
  private final String help;
  private final String[] labelNames;
  private boolean begun;
  private @Nullable Gauge metric;

  JvmGauge(Families families, String name, String help, String... labelNames) {
    this.families = families;
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
  }

  void set(long value, String... labelValues) {
    set((double) value, labelValues);
  }

  void set(double value, String... labelValues) {
    if (!begun) {
      begun = true;
      GaugeMode mode = DefaultGaugeModes.RULES.modeOf(name).orElse(GaugeMode.ALL);
      Gauge.Builder gauge = Gauge.builder().name(name).help(help).labelNames(labelNames);
      metric = families.register(name, gauge.multiprocessMode(mode));
    }
    if (metric != null) {
      metric.labelValues(labelValues).set(value);
    }
  }
}
