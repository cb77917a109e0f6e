package dev.tallyman.agent.inside.jvm;

import dev.tallyman.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * A counter of the JVM's without labels, of which the JVM tells the total.
 *
 * <p>Threading: one thread at a time.
 */
final class JvmCounter {
  private final Families families;
  private final String name;
  private final String help;
  private boolean begun;
  private @Nullable Counter metric;
  private double counted;

  JvmCounter(Families families, String name, String help) {
    this.families = families;
    this.name = name;
    this.help = help;
  }

  void advanceTo(long total) {
    advanceTo((double) total);
  }

  void advanceTo(double total) {
    if (!begun) {
      begun = true;
      metric = families.register(name, Counter.builder().name(name).help(help));
    }
    double step = total - counted;
    if (metric != null && step > 0) {
      metric.inc(step);
      counted += step;
    }
  }
}
